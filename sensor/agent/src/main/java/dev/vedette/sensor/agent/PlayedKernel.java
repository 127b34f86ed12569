package dev.vedette.sensor.agent;

import dev.vedette.baseline.novelty.WorkloadBaseline;
import dev.vedette.policy.engine.ToldFindings;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import dev.vedette.sensor.identity.container.GroupListener;
import dev.vedette.sensor.identity.node.AbsentNode;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.pipeline.LossTally;
import dev.vedette.sensor.recording.Recording;
import dev.vedette.sensor.recording.RecordingException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;

/** The kernel that a recording tells of: its first record is now, and nothing can be asked or denied. */
record PlayedKernel(EventStream stream) implements Kernel {
    /** @throws SensorException if it is no recording */
    static PlayedKernel of(InputStream recorded, Clock clock, OpenParts open) throws SensorException {
        EpochClock epoch = new EpochClock(clock);
        RuntimeNews news = new RuntimeNews(EventStream.NEWS_WAITING);
        Recording recording = open.add(recording(recorded, news, epoch));
        return new PlayedKernel(new EventStream(
                recording,
                new AbsentNode(recording.hostNamespaces(), recording::isolationOf),
                List.of(),
                news,
                new FirstIsNow(epoch),
                System::nanoTime,
                ToldFindings.NOWHERE,
                List::of,
                List::of,
                GroupListener.NONE,
                List.of()));
    }

    private static Recording recording(InputStream recorded, RuntimeNews news, EpochClock epoch)
            throws SensorException {
        try {
            return new Recording(recorded, Recording.Pace.AS_TAKEN, news, epoch);
        } catch (RecordingException e) {
            throw new SensorException(e.getMessage(), e);
        }
    }

    @Override
    public Beside beside(ContainerRegistry containers, WorkloadBaseline baseline, LossTally tally) {
        return Beside.NOTHING;
    }
}
