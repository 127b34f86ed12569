package dev.vedette.sensor.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.model.ResponseAction;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.sensor.control.wire.ContainerLine;
import dev.vedette.sensor.control.wire.NeighbourLine;
import dev.vedette.sensor.control.wire.NeighboursReply;
import dev.vedette.sensor.control.wire.ResponsesReply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // the server only has to be open
class ControlTest {
    @TempDir
    Path directory;

    private final Sensor sensor = new Sensor();

    @Test
    void answersWhatTheSensorKnows() throws Exception {
        try (ControlServer unused = serve();
                ControlClient client = client()) {
            assertThat(client.containers()).extracting(ContainerLine::getName).containsExactly("web");
        }
    }

    @Test
    void answersWhoWaitsBehindWhom() throws Exception {
        try (ControlServer unused = serve();
                ControlClient client = client()) {
            assertThat(client.neighbours().getLines(0).getVictim()).isEqualTo("shop/checkout/main");
        }
    }

    @Test
    void followsFindingsAfterTheRecentOnes() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (ControlServer unused = serve();
                ControlClient client = client()) {
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    client.findings(true, json -> seen.add(new String(json, StandardCharsets.UTF_8)));
                } catch (ControlException e) {
                    seen.add("ended");
                }
            });
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("old");
            assertThat(sensor.followed.await(10, TimeUnit.SECONDS)).isTrue();
            sensor.listener.accept("new".getBytes(StandardCharsets.UTF_8));
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("new");
            reader.interrupt();
        }
    }

    @Test
    void leavesNothingOutWhenMuchComesAtOnce() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (ControlServer unused = serve();
                ControlClient client = client()) {
            Thread.ofVirtual().start(() -> {
                try {
                    client.findings(true, json -> seen.add(new String(json, StandardCharsets.UTF_8)));
                } catch (ControlException e) {
                    seen.add("ended");
                }
            });
            assertThat(sensor.followed.await(10, TimeUnit.SECONDS)).isTrue();
            byte[] large = "x".repeat(20_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 500; i++) {
                sensor.listener.accept(large);
            }
            for (int i = 0; i < 501; i++) {
                assertThat(seen.poll(10, TimeUnit.SECONDS)).isNotNull().isNotEqualTo("ended");
            }
        }
    }

    @Test
    void passesARefusalOnAsOneSentence() throws Exception {
        try (ControlServer unused = serve();
                ControlClient client = client()) {
            assertThatThrownBy(() -> client.respond(ResponseAction.PAUSE, "nobody", "me"))
                    .isInstanceOf(ControlException.class)
                    .hasMessage("no container nobody");
        }
    }

    @Test
    void carriesOptionsAndTakesResponsesBack() throws Exception {
        try (ControlServer unused = serve();
                ControlClient client = client()) {
            ResponseOptions options = ResponseOptions.NONE.with("for", "10m").with("cpu", "100m");

            assertThat(new String(
                            client.respond(ResponseAction.THROTTLE, "web", options, true, "me"),
                            StandardCharsets.UTF_8))
                    .isEqualTo("throttle {for=600s, cpu=100m} true me");
            assertThat(new String(client.undo("r-1", "me"), StandardCharsets.UTF_8))
                    .isEqualTo("undone r-1 for me");
            assertThat(client.responses().getStopped()).isEqualTo("stopped by ann");
        }
    }

    @Test
    void isOpenToItsOwnerAlone() throws Exception {
        try (ControlServer unused = serve()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ControlSocket.in(directory))))
                    .isEqualTo("rw-------");
        }
        assertThat(ControlSocket.in(directory)).doesNotExist();
    }

    @Test
    void saysThatNoSensorRuns() {
        try (ControlClient client = client()) {
            assertThatThrownBy(client::containers)
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("vedette up");
        }
    }

    private ControlServer serve() throws ControlException {
        return new ControlServer(ControlSocket.in(directory), sensor);
    }

    private ControlClient client() {
        return new ControlClient(ControlSocket.in(directory));
    }

    private static final class Sensor implements ControlHandler {
        @Override
        public List<dev.vedette.sensor.control.wire.DenialLine> denials() {
            return List.of(dev.vedette.sensor.control.wire.DenialLine.newBuilder()
                    .setContainer("shop/web/main")
                    .setRule("exec of nc")
                    .build());
        }

        @Override
        public String lift(String target, String requestedBy) {
            if (!target.equals("web")) {
                throw new IllegalArgumentException("no running container is named " + target);
            }
            return "shop/web/main for " + requestedBy;
        }

        @Override
        public NeighboursReply neighbours() {
            return NeighboursReply.newBuilder()
                    .addLines(NeighbourLine.newBuilder().setVictim("shop/checkout/main"))
                    .build();
        }

        private final CountDownLatch followed = new CountDownLatch(1);
        private volatile Consumer<byte[]> listener;

        @Override
        public List<ContainerLine> containers() {
            return List.of(ContainerLine.newBuilder().setName("web").build());
        }

        @Override
        public List<byte[]> recentFindings() {
            return List.of("old".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public AutoCloseable follow(Consumer<byte[]> each) {
            recentFindings().forEach(each);
            listener = each;
            followed.countDown();
            return () -> {};
        }

        @Override
        public byte[] undo(String id, String requestedBy) {
            return ("undone " + id + " for " + requestedBy).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public ResponsesReply responses() {
            return ResponsesReply.newBuilder().setStopped("stopped by ann").build();
        }

        @Override
        public byte[] respond(
                ResponseAction action, String target, ResponseOptions options, boolean dryRun, String requestedBy) {
            if (target.equals("web")) {
                return (action.label() + " " + options.written() + " " + dryRun + " " + requestedBy)
                        .getBytes(StandardCharsets.UTF_8);
            }
            throw new IllegalArgumentException("no container " + target);
        }
    }
}
