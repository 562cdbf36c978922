//! Eyes and hands of the desk, against a window that is drawn in here.
#![cfg(target_os = "linux")]

use window_host::{Area, Button, Desk, Xvfb, wait_for};
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{
    ChangeWindowAttributesAux, ConnectionExt, CreateGCAux, EventMask, KeyButMask, Rectangle,
};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

const WINDOW: Area = Area {
    x: 40,
    y: 30,
    width: 20,
    height: 10,
};

#[test]
fn a_picture_holds_what_was_drawn() {
    let server = Xvfb::start().expect("starts");
    let desk = Desk::open(server.name()).expect("opens");
    let window = desk.create_window(WINDOW).expect("a window");
    assert_eq!(desk.area(window).expect("is there"), WINDOW);

    let (painter, _) = RustConnection::connect(Some(server.name())).expect("connects");
    let brush = painter.generate_id().expect("a number");
    let colour = CreateGCAux::new().foreground(0x0a_14_1e);
    painter.create_gc(brush, window, &colour).expect("is sent");
    let bar = Rectangle {
        x: 5,
        y: 2,
        width: 10,
        height: 3,
    };
    painter
        .poly_fill_rectangle(window, brush, &[bar])
        .expect("is sent");
    painter.sync().expect("is drawn");

    let picture = desk.picture(window).expect("a picture");
    assert_eq!((picture.width, picture.height), (20, 10));
    for (x, y) in (0..20).flat_map(|x| (0..10).map(move |y| (x, y))) {
        let is_bar = (5..15).contains(&x) && (2..5).contains(&y);
        let expected = [Desk::EMPTY, [10, 20, 30]][usize::from(is_bar)];
        assert_eq!(picture.pixel(x, y), expected, "{x}, {y}");
    }
    assert!(picture.is_blank());
    assert_eq!(picture.share_of([10, 20, 30]), 30.0 / 200.0);
}

#[test]
fn mouse_and_keys_arrive_where_they_are_sent() {
    let server = Xvfb::start().expect("starts");
    let desk = Desk::open(server.name()).expect("opens");
    let window = desk.create_window(WINDOW).expect("a window");
    let (reader, _) = RustConnection::connect(Some(server.name())).expect("connects");
    let wanted = EventMask::POINTER_MOTION
        | EventMask::BUTTON_PRESS
        | EventMask::BUTTON_RELEASE
        | EventMask::KEY_PRESS;
    let settings = ChangeWindowAttributesAux::new().event_mask(wanted);
    reader
        .change_window_attributes(window, &settings)
        .and_then(|sent| sent.check().map_err(|error| panic!("{error}")))
        .expect("listens");

    desk.drag((45, 35), (49, 33)).expect("drags");
    desk.wheel((50, 35), -1).expect("turns");
    desk.click((50, 35), Button::Right).expect("clicks");
    desk.type_text("aB").expect("types");

    let mut seen = Vec::new();
    wait_for("the last key", || {
        while let Some(event) = reader.poll_for_event().expect("events") {
            match event {
                Event::MotionNotify(at) => seen.push(format!("at {} {}", at.event_x, at.event_y)),
                Event::ButtonPress(at) => seen.push(format!("press {}", at.detail)),
                Event::ButtonRelease(at) => seen.push(format!("release {}", at.detail)),
                Event::KeyPress(at) => {
                    let shift = at.state.contains(KeyButMask::SHIFT);
                    seen.push(format!("key {} {shift}", at.detail));
                }
                _ => {}
            }
        }
        // Shift is a key too.
        (seen.iter().filter(|it| it.starts_with("key")).count() == 3).then_some(())
    });
    let [.., first, _shift, second] = seen.as_slice() else {
        panic!("{seen:?}");
    };
    assert!(first.ends_with("false") && second.ends_with("true") && first != second);
    let mouse: Vec<&str> = seen.iter().map(String::as_str).collect();
    assert_eq!(
        mouse[..mouse.len() - 3],
        [
            "at 5 5",
            "press 1",
            "at 6 5",
            "at 7 4",
            "at 8 4",
            "at 9 3",
            "release 1",
            "at 10 5",
            "press 5",
            "release 5",
            "at 10 5",
            "press 3",
            "release 3",
        ]
    );
}

/// Several servers run side by side.
#[test]
fn every_server_has_a_display_of_its_own() {
    let servers: Vec<Xvfb> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3).map(|_| scope.spawn(Xvfb::start)).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined
            .map(|it| it.expect("no panic").expect("starts"))
            .collect()
    });
    let names: Vec<String> = servers.iter().map(|it| it.name().to_owned()).collect();
    assert!(names[0] != names[1] && names[1] != names[2] && names[0] != names[2]);
}
