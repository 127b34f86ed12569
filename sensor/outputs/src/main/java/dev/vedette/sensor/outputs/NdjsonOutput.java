package dev.vedette.sensor.outputs;

import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.AdmissionDecision;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Appends one JSON object a line to a file.
 *
 * <p>Guarantee: a line is whole or absent. Where the disk is full the part already written is taken back, so that the
 * next line that fits begins on a line of its own. A file that was moved away by log rotation is made anew.
 */
public final class NdjsonOutput implements Output {
    private final Path file;
    private final FindingJson json;
    private FileChannel channel;

    /**
     * @throws OutputException if the file cannot be opened for appending
     */
    public NdjsonOutput(Path file, FindingJson json) throws OutputException {
        this.file = file;
        this.json = json;
        this.channel = open();
    }

    @Override
    public String name() {
        return "ndjson";
    }

    @Override
    public void finding(Finding finding) throws OutputException {
        append(json.encode(finding));
    }

    @Override
    public void outcome(ResponseOutcome outcome) throws OutputException {
        append(json.encode(outcome));
    }

    @Override
    public void decision(AdmissionDecision decision) throws OutputException {
        append(json.encode(decision));
    }

    private void append(byte[] object) throws OutputException {
        ByteBuffer line = ByteBuffer.allocate(object.length + 1)
                .put(object)
                .put((byte) '\n')
                .flip();
        try {
            if (!Files.exists(file)) {
                channel.close();
                channel = open();
            }
            writeWhole(line);
        } catch (IOException e) {
            throw new OutputException(
                    "cannot append to " + file + " (" + e.getMessage() + "): free space or name another file", e);
        }
    }

    private void writeWhole(ByteBuffer line) throws IOException {
        long before = channel.size();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            channel.truncate(before);
            throw e;
        }
    }

    private FileChannel open() throws OutputException {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
            }
            return FileChannel.open(file, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new OutputException(
                    "cannot open " + file + " for appending (" + reason(e) + "): name a file that can be written", e);
        }
    }

    /** In words: the exceptions' own are often only a file's name. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + " may not be written by this user";
            case FileAlreadyExistsException there -> there.getFile() + " is no folder";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> e.getMessage();
        };
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
