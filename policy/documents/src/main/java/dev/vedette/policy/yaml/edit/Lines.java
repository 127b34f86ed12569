package dev.vedette.policy.yaml.edit;

/** The lines of a text, seen from its offsets. */
record Lines(String text) {
    /** How the text ends its lines. */
    String lineBreak() {
        int first = text.indexOf('\n');
        return first > 0 && text.charAt(first - 1) == '\r' ? "\r\n" : "\n";
    }

    int startOf(int offset) {
        return text.lastIndexOf('\n', offset - 1) + 1;
    }

    /** Before the line's break. */
    int endOf(int offset) {
        int end = text.indexOf('\n', offset);
        if (end < 0) {
            return text.length();
        }
        return end > offset && text.charAt(end - 1) == '\r' ? end - 1 : end;
    }

    /** Where the next line begins, or the text ends. */
    int after(int offset) {
        int end = text.indexOf('\n', offset);
        return end < 0 ? text.length() : end + 1;
    }

    /** Counted from 0. */
    int columnOf(int offset) {
        return offset - startOf(offset);
    }

    /** Whether nothing but blanks stands before it on its line. */
    boolean beginsLine(int offset) {
        return text.substring(startOf(offset), offset).isBlank();
    }

    /** Whether nothing but blanks and a comment stands behind it on its line. */
    boolean endsLine(int offset) {
        String rest = text.substring(offset, endOf(offset)).strip();
        return rest.isEmpty() || rest.startsWith("#");
    }

    /** The offset of what comes next, blanks, line breaks and comments passed over. */
    int nextSign(int offset) {
        int at = offset;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = endOf(at);
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                return at;
            }
        }
        return at;
    }

    /** The lines between two offsets that hold a comment and nothing else, with their breaks. */
    String comments(int from, int to) {
        StringBuilder comments = new StringBuilder();
        for (int line = after(from); line < to; line = after(line)) {
            int end = Math.min(after(line), to);
            if (text.substring(line, end).stripLeading().startsWith("#")) {
                comments.append(text, line, end);
            }
        }
        return comments.toString();
    }

    /** Blanks just before {@code offset} passed over. */
    int beforeBlanks(int offset) {
        int at = offset;
        while (at > 0 && (text.charAt(at - 1) == ' ' || text.charAt(at - 1) == '\t')) {
            at--;
        }
        return at;
    }

    /** Blanks at {@code offset} passed over. */
    int afterBlanks(int offset) {
        int at = offset;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }
}
