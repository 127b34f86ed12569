package dev.vedette.sensor.outputs.console;

import com.google.protobuf.ByteString;
import dev.vedette.policy.feed.wire.Status;
import java.util.function.Supplier;

/**
 * What the console is told of a node beside findings and outcomes. Each is asked by one thread; only the newest counts.
 *
 * @param status how it is
 * @param report what was last found of the node itself; sent when it is another than before; empty: there is none
 * @param waits who waited behind whom in the newest window; sent when it is another than before; empty: nothing is measured
 */
public record NodeNews(Supplier<Status> status, Supplier<ByteString> report, Supplier<ByteString> waits) {}
