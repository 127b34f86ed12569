package dev.vedette.policy.manifest.report;

import dev.vedette.policy.manifest.result.ScanResult;
import java.io.IOException;

/** A form in which a scan's result is written down. Each is thread-safe. */
@FunctionalInterface
public interface Report {
    /** Writes the whole of it, with a line's end. */
    void write(ScanResult result, Appendable out) throws IOException;
}
