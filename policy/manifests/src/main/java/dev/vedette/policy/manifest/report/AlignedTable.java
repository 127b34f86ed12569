package dev.vedette.policy.manifest.report;

import dev.vedette.policy.model.PrintableText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of texts, each column as wide as its widest cell. Not thread-safe. */
public final class AlignedTable {
    /** Of a cell: all others of its column become as wide. */
    private static final int MOST = 1_024;

    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;

    public AlignedTable(String... header) {
        widths = new int[header.length];
        add(header);
    }

    /** @param cells as many as the header has, shown as {@link PrintableText} */
    public void add(String... cells) {
        List<String> row =
                Arrays.stream(cells).map(cell -> PrintableText.of(cell, MOST)).toList();
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], row.get(column).length());
        }
        rows.add(row);
    }

    /** How many characters wide a column is. */
    int width(int column) {
        return widths[column];
    }

    /** The header and then the rows; nothing if there is no row. */
    public List<String> lines() {
        if (rows.size() == 1) {
            return List.of();
        }
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            line.append(cells.get(column));
            if (column < cells.size() - 1) {
                line.repeat(' ', widths[column] - cells.get(column).length() + 2);
            }
        }
        return line.toString();
    }
}
