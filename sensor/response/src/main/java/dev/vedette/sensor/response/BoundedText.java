package dev.vedette.sensor.response;

import dev.vedette.policy.model.PrintableText;

/**
 * Lines up to a number of characters; what is left out is said at the end. A line stays one whatever it holds of what
 * others chose, and a terminal shows it as it is. For one thread.
 */
final class BoundedText {
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private long leftOut;

    BoundedText(int most) {
        this.most = most;
    }

    BoundedText line(String words) {
        String line = PrintableText.of(words.replace('\t', ' '));
        if (text.length() + line.length() + 1 > most) {
            leftOut++;
        } else {
            text.append(line).append('\n');
        }
        return this;
    }

    @Override
    public String toString() {
        return leftOut == 0 ? text.toString() : text + "(" + leftOut + " lines more were left out)\n";
    }
}
