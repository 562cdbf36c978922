"""Opens the VST3 plugin's editor in pedalboard, a JUCE host, and answers questions about it.

The argument is the plugin's path. Every line on standard input is a command in JSON, every line on standard output its
answer; the first answer says that the editor is about to open. It closes when the input ends.
"""

import ctypes
import json
import sys
import threading


def ignore_x_errors():
    """JUCE asks the X server for properties that only a window manager sets, and dies of the refusal."""
    handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
    ctypes.CDLL("libX11.so.6").XSetErrorHandler(handler)
    return handler


def main():
    keep_alive = ignore_x_errors()
    import numpy
    import pedalboard

    plugin = pedalboard.load_plugin(sys.argv[1])
    by_name = {parameter.name: parameter for parameter in plugin.parameters.values()}
    sine = numpy.sin(numpy.arange(4800) * (2 * numpy.pi * 1000 / 48000)).astype("float32") * 0.1
    sine = numpy.tile(sine, (2, 1))

    def gain_db():
        """Of the second half of a tenth of a second at 1 kHz, which has settled."""
        wet = plugin.process(sine, 48000, buffer_size=480, reset=False)
        ratio = numpy.std(wet[0, 2400:]) / numpy.std(sine[0, 2400:])
        return float(20 * numpy.log10(ratio))

    def answer(command):
        if "set" in command:
            by_name[command["name"]].raw_value = command["set"]
        return {"value": by_name[command["name"]].raw_value, "gain_db": gain_db()}

    closed = threading.Event()

    def converse():
        print(json.dumps({"version": pedalboard.__version__}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(json.loads(line))), flush=True)
        closed.set()

    threading.Thread(target=converse, daemon=True).start()
    plugin.show_editor(closed)
    print(json.dumps({"closed": True}), flush=True)
    del keep_alive


main()
