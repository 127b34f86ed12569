package dev.vedette.sensor.agent;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.wire.Status;
import dev.vedette.policy.model.ResponseOutcome;
import dev.vedette.sensor.report.Room;
import java.util.List;

/** The responses that last, as a status carries them every two seconds: the newest, and how many others there are. */
final class LastingList {
    /** All are listed on the node itself. */
    static final int MOST = 200;

    /** A pod may have as many labels as Kubernetes stores. */
    static final int MOST_BYTES = 1 << 19;

    private LastingList() {}

    static void write(List<ResponseOutcome> oldestFirst, FindingJson json, Status.Builder to) {
        Room room = new Room(MOST_BYTES);
        oldestFirst.reversed().stream()
                .limit(MOST)
                .map(one -> ByteString.copyFrom(json.encode(one)))
                .filter(one -> room.takes(one.size()))
                .forEach(to::addLasting);
        to.setLastingLeftOut(oldestFirst.size() - to.getLastingCount());
    }
}
