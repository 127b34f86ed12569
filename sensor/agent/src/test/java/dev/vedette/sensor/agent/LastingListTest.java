package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.feed.wire.Status;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOutcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastingListTest {
    private final FindingJson json = new FindingJson();

    @Test
    void carriesTheNewestFirstAndSaysHowManyOthersLast() {
        Status status = written(IntStream.range(0, LastingList.MOST + 50)
                .mapToObj(i -> lasting("r-" + i, ""))
                .toList());

        assertThat(ids(status))
                .hasSize(LastingList.MOST)
                .startsWith("r-249", "r-248")
                .endsWith("r-50");
        assertThat(status.getLastingLeftOut()).isEqualTo(50);
    }

    @Test
    void leavesOutWhatIsTooLongAndKeepsTheOthers() {
        String why = "x".repeat(LastingList.MOST_BYTES / 3);
        Status status = written(List.of(
                lasting("r-0", ""),
                lasting("r-1", why),
                lasting("r-2", why + why + why),
                lasting("r-3", why),
                lasting("r-4", why)));

        assertThat(ids(status)).containsExactly("r-4", "r-3", "r-0");
        assertThat(status.getLastingLeftOut()).isEqualTo(2);
        assertThat(status.getSerializedSize()).isLessThan(LastingList.MOST_BYTES + 4_096);
    }

    private Status written(List<ResponseOutcome> oldestFirst) {
        Status.Builder status = Status.newBuilder();
        LastingList.write(oldestFirst, json, status);
        return status.build();
    }

    private List<String> ids(Status status) {
        return status.getLastingList().stream()
                .map(ByteString::toByteArray)
                .map(json::decodeOutcome)
                .map(ResponseOutcome::id)
                .toList();
    }

    static ResponseOutcome lasting(String id, String why) {
        return new ResponseOutcome(
                "",
                ResponseAction.PAUSE,
                "node-a",
                Container.pending("c1"),
                "c1",
                ResponseOutcome.Status.VERIFIED,
                "",
                "",
                "alex",
                1_000_000_000L,
                new ResponseOutcome.Trail(id, "", "", why, "", 0));
    }
}
