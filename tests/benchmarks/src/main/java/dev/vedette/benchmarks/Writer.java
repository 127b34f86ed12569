package dev.vedette.benchmarks;

/** Which CPU wrote the records that are read. */
enum Writer {
    /** As in life: the records come from wherever programs run, and travel between the CPUs' caches. */
    OTHER_CPU("another CPU"),
    /** Everything is in the reader's cache: nothing hides what the reader itself does. */
    SAME_CPU("same CPU");

    private final String text;

    Writer(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
