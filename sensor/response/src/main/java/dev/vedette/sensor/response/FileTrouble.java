package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words: the exceptions' own are often only its name. */
final class FileTrouble {
    private FileTrouble() {}

    static String in(IOException e) {
        if (e instanceof NoSuchFileException gone) {
            return gone.getFile() + " is gone: the container has ended meanwhile";
        }
        if (e instanceof FileSystemException file && file.getReason() == null) {
            return file.getFile() + " could not be written";
        }
        return e.getMessage();
    }
}
