package dev.vedette.benchmarks;

import java.util.List;

/** One subject that is measured. */
public interface Benchmark {
    /** Measures; takes seconds to a minute or two. */
    List<Figure> measure() throws Exception;
}
