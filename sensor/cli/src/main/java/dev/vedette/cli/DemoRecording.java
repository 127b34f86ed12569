package dev.vedette.cli;

import dev.vedette.sensor.demo.tour.Tour;
import java.io.InputStream;

/** The tour as it was recorded on a real kernel. */
final class DemoRecording {
    private DemoRecording() {}

    static InputStream open() {
        InputStream recording = Tour.class.getResourceAsStream("tour.recording");
        if (recording == null) {
            throw new CommandFailed("this build carries no recording: name one with --recording");
        }
        return recording;
    }
}
