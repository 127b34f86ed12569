package dev.vedette.sensor.recording;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Where and when a recording was taken, so that what is found in it has the names and times that it had then.
 *
 * @param node the node's name
 * @param boot the run of the node's boot clock; "" where it is not known
 * @param bootedEpochNanos when that clock began, nanoseconds since 1970; 0 where it is not known
 * @param beganEpochNanos when the recording began, nanoseconds since 1970; 0 where it is not known
 */
public record RecordingOrigin(String node, String boot, long bootedEpochNanos, long beganEpochNanos) {
    /** Of recordings that do not say. */
    static final RecordingOrigin UNKNOWN = new RecordingOrigin("recording", "", 0, 0);

    void write(DataOutput out) throws IOException {
        out.writeUTF(node);
        out.writeUTF(boot);
        out.writeLong(bootedEpochNanos);
        out.writeLong(beganEpochNanos);
    }

    static RecordingOrigin read(DataInput in) throws IOException {
        return new RecordingOrigin(in.readUTF(), in.readUTF(), in.readLong(), in.readLong());
    }
}
