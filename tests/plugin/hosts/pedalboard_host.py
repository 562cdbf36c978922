"""Hosts the VST3 plugin in pedalboard: takes a job as JSON, answers as JSON on standard output."""

import json
import sys

import numpy
import pedalboard


def main():
    job = json.loads(sys.argv[1])
    for case in job["cases"]:
        render(fresh(job), case)
    answer = {"version": pedalboard.__version__, "cases": len(job["cases"])}
    if job.get("session"):
        answer.update(session(job))
    print(json.dumps(answer))


def fresh(job, is_set=True):
    """A fresh instance, with the job's parameters as fractions of their ranges."""
    plugin = pedalboard.load_plugin(job["plugin"])
    by_name = {parameter.name: parameter for parameter in plugin.parameters.values()}
    for name, fraction in job["parameters"].items() if is_set else ():
        by_name[name].raw_value = fraction
    return plugin


def take_over(plugin, channels=2, rate=48000, block=512):
    """The host hands over what was set with the next block."""
    plugin.process(numpy.zeros((channels, block), "float32"), rate, buffer_size=block)


def render(plugin, case):
    take_over(plugin, case["channels"], case["rate"], case["block"])
    audio = numpy.fromfile(case["input"], dtype="<f4").reshape(case["channels"], -1)
    wet = plugin.process(audio, case["rate"], buffer_size=case["block"])
    wet.astype("<f4").tofile(case["output"])


def state(plugin):
    """What the plugin saves, as text."""
    take_over(plugin)
    return plugin.raw_state.decode("latin-1")


def session(job):
    plugin = fresh(job)
    saved = state(plugin)
    restored = fresh(job, is_set=False)
    before = state(restored)
    restored.raw_state = saved.encode("latin-1")
    after = state(restored)
    try:
        restored.raw_state = b"garbage"
    except Exception:  # a host may or may not tell; the plugin has to stay as it was
        pass
    return {
        "name": plugin.name,
        "category": plugin.category,
        "names": [parameter.name for parameter in plugin.parameters.values()],
        "fresh": before,
        "saved": saved,
        "restored": after,
        "after_garbage": state(restored),
    }


main()
