package dev.vedette.policy.yaml.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.yaml.YamlException;
import dev.vedette.policy.yaml.edit.YamlEdit.Append;
import dev.vedette.policy.yaml.edit.YamlEdit.Put;
import dev.vedette.policy.yaml.edit.YamlEdit.Remove;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlEditorTest {
    /** In the tables {@code ;} stands for a line break, {@code ^} for a bar. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        a: true # why;b: 1|a: false # why;b: 1
        a:  'true'|a:  false
        a: # empty|a: false # empty
        a: ~|a: false
        {a: true, b: 1}|{a: false, b: 1}
        {"a": true}|{"a": false}
        b: 1|b: 1;a: false
        b: 1 # last;# end;|b: 1 # last;a: false;# end;
        {b: 1}|{b: 1, a: false}
        {b: 1,}|{b: 1, a: false,}
        {"b": 1}|{"b": 1, "a": false}
        {;  "b": 1;}|{;  "b": 1,;  "a": false;}
        {;  b: 1, # why;}|{;  b: 1, # why;  a: false;}
        {;  b: 1 # why;}|{;  b: 1, # why;  a: false;}
        b: ^+;   text;;|b: ^+;   text;;a: false;
        b:;- 1;- 2;|b:;- 1;- 2;a: false;
          b: 1;  c:;    d: 1 # x;;|  b: 1;  c:;    d: 1 # x;  a: false;;
        b: {};c:|b: {};c:;a: false
        b: 😀 # 😀;c: 1|b: 😀 # 😀;c: 1;a: false
        """)
    void putsAValueWhereTheKeyIsOrBelongs(String before, String after) throws YamlException {
        assertThat(edited(before, new Put(0, "/a", "false"))).isEqualTo(lines(after));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        x: 1|x: 1;a:;  b:;    c: RuntimeDefault
        x:;    y: 1|x:;    y: 1;a:;    b:;        c: RuntimeDefault
        a: {} # none;x: 1|a: # none;  b:;    c: RuntimeDefault;x: 1
        a:;x: 1|a:;  b:;    c: RuntimeDefault;x: 1
        a: null|a:;  b:;    c: RuntimeDefault
        a: {b: {}}|a: {b: {c: RuntimeDefault}}
        a: {b: }|a: {b: {c: RuntimeDefault} }
        a: {;  # none;};x: 1|a: {;  # none;b: {c: RuntimeDefault}};x: 1
        {"a": {}}|{"a": {"b": {"c": "RuntimeDefault"}}}
        {"x": 1}|{"x": 1, "a": {"b": {"c": "RuntimeDefault"}}}
        """)
    void makesTheMappingsAroundAKey(String before, String after) throws YamlException {
        assertThat(edited(before, new Put(0, "/a/b/c", "RuntimeDefault"))).isEqualTo(lines(after));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        drop: [A]|drop: [A, ALL]
        drop: []|drop: [ALL]
        drop:|drop: [ALL]
        drop: [;  A, # a;]|drop: [;  A, # a;  ALL;]
        drop:;- A # a;x: 1|drop:;- A # a;- ALL;x: 1
        drop:;  - A;x: 1|drop:;  - A;  - ALL;x: 1
        x: 1|x: 1;drop: [ALL]
        {"drop": ["A"]}|{"drop": ["A", "ALL"]}
        {"drop": []}|{"drop": ["ALL"]}
        """)
    void putsAnItemAtTheEndOfAList(String before, String after) throws YamlException {
        assertThat(edited(before, new Append(0, "/drop", "ALL"))).isEqualTo(lines(after));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        /a|x: 1;a: 2 # two;y: 3|x: 1;y: 3
        /a|x: 1;a:;  # why;  b: 2;y: 3|x: 1;  # why;y: 3
        /a|{x: 1, a: 2, y: 3}|{x: 1, y: 3}
        /a|{a: 2, y: 3}|{y: 3}
        /a|{x: 1, a: 2}|{x: 1}
        /a|{x: 1, a: 2,}|{x: 1, }
        /a|{;  "x": 1,;  "a": 2;}|{;  "x": 1;}
        /a|{;  "a": 2,;  "x": 1;}|{;  "x": 1;}
        /a|a: 1|{}
        /a/b|x: 1;a:;  b: 1|x: 1;
        /a/b/0|x: 1;a:;  b:;  - 1;y: 1|x: 1;y: 1
        /l/0|l:;- 1 # one;- 2|l:;- 2
        /l/1|l:;- 1;# two;- 2;- 3|l:;- 1;# two;- 3
        /l/2|l: [1, 2, 3]|l: [1, 2]
        /l/0|l: [1, 2, 3]|l: [2, 3]
        /l/0/a|l:;- a: 1 # x;  b: 2|l:;- b: 2
        /l/0/a|l:;- a: 1;  # about b;  b: 2|l:;-;  # about b;  b: 2
        /l/0/a|l:;- a: 1;- b: 2|l:;- {};- b: 2
        /l/0/a|l: [{a: 1}, {b: 2}]|l: [{}, {b: 2}]
        /none|a: 1|a: 1
        /a/0/b|a: 1|a: 1
        /a/b|a:;- b: 1|a:;- b: 1
        """)
    void takesAValueAwayWithWhatItLeavesEmpty(String pointer, String before, String after) throws YamlException {
        assertThat(edited(before, new Remove(0, pointer))).isEqualTo(lines(after));
    }

    @Test
    void keepsIndicesRightWhenSeveralItemsGo() throws YamlException {
        String text = "l:\n- 0\n- 1\n- 2\n- 3\n- 4\n- 5\n- 6\n- 7\n- 8\n- 9\n- 10\n";

        assertThat(edited(text, new Remove(0, "/l/2"), new Remove(0, "/l/10"), new Remove(0, "/l/3")))
                .isEqualTo("l:\n- 0\n- 1\n- 4\n- 5\n- 6\n- 7\n- 8\n- 9\n");
    }

    @Test
    void makesSeveralChangesInOnePlace() throws YamlException {
        String text = "spec:\n  context: {}\n";

        assertThat(edited(
                        text,
                        new Put(0, "/spec/context/a", "true"),
                        new Put(0, "/spec/context/b/c", "false"),
                        new Append(0, "/spec/context/b/d", "ALL")))
                .isEqualTo("spec:\n  context:\n    a: true\n    b:\n      c: false\n      d: [ALL]\n");
    }

    @Test
    void keepsLineEndsOfWindowsAndTheByteOrderMark() throws YamlException {
        String text = "\ufeffa: 1 # one\r\nb:\r\n  c: 2\r\n";

        assertThat(edited(text, new Put(0, "/b/d", "true"), new Put(0, "/e/f", "true"), new Remove(0, "/a")))
                .isEqualTo("\ufeffb:\r\n  c: 2\r\n  d: true\r\ne:\r\n  f: true\r\n");
    }

    @Test
    void changesTheDocumentThatIsMeantOnly() throws YamlException {
        String text = "# first\na: 1\n---\n# empty\n---\na: 1 # second\n...\n---\na: 1\n";

        assertThat(edited(text, new Put(1, "/a", "2")))
                .isEqualTo("# first\na: 1\n---\n# empty\n---\na: 2 # second\n...\n---\na: 1\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /b/c  | a: &x {c: true};b: *x                     | is shared by the alias *x
        /a/c  | a: &x {c: true};b: *x                     | is shared by the alias *x
        /b/c/d| a: &x {c: {d: true}};b: {<<: *x}          | comes from a merge key
        /b/c  | a: 1;b: 1                                 | what stands there is not a mapping
        /b    | b: >;  text                               | is not written as a single word
        """)
    void refusesWhatWouldChangeMoreThanItShould(String pointer, String text, String reason) throws YamlException {
        EditedYaml edited = YamlEditor.apply(lines(text), List.of(new Put(0, pointer, "false")));

        assertThat(edited.text()).isEqualTo(lines(text));
        assertThat(edited.refusals())
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /b/c  | a: &x {c: true};b: {<<: *x}               | comes from a merge key
        /a    | a: &x 1;b: *x                             | is shared by the alias *x
        /a    | a: [&x 1];b: *x                           | holds what an alias shares
        /l/0  | l:;- - 1;  - 2                            |
        /l/0/0| l:;- - 1;  - 2                            | does not begin its line
        /a    | {a: [;# one;1], b: 2}                     | has comments inside
        """)
    void refusesToTakeAwayWhatOthersNeed(String pointer, String text, String reason) throws YamlException {
        EditedYaml edited = YamlEditor.apply(lines(text), List.of(new Remove(0, pointer)));

        if (reason == null) {
            assertThat(edited.refusals()).isEmpty();
        } else {
            assertThat(edited.text()).isEqualTo(lines(text));
            assertThat(edited.refusals())
                    .singleElement()
                    .satisfies(r -> assertThat(r.reason()).contains(reason));
        }
    }

    @Test
    void overrulesASingleMergedKey() throws YamlException {
        assertThat(edited("a: &x {c: true}\nb:\n  <<: *x\n  d: 1\n", new Put(0, "/b/c", "false")))
                .isEqualTo("a: &x {c: true}\nb:\n  <<: *x\n  d: 1\n  c: false\n");
    }

    @Test
    void findsPlacesBehindAliases() throws YamlException {
        assertThat(edited("a: &x [1]\nb:\n  c: *x # shared\nd: 1\n", new Put(0, "/b/e", "true")))
                .isEqualTo("a: &x [1]\nb:\n  c: *x # shared\n  e: true\nd: 1\n");
    }

    @Test
    void oneRefusedChangeHindersNoOther() throws YamlException {
        EditedYaml edited = YamlEditor.apply(
                "a: &x {c: 1}\nb: *x\nd: 1\n", List.of(new Put(0, "/b/c", "2"), new Put(0, "/d", "2")));

        assertThat(edited.text()).isEqualTo("a: &x {c: 1}\nb: *x\nd: 2\n");
        assertThat(edited.refusals()).hasSize(1);
    }

    private static String edited(String text, YamlEdit... edits) throws YamlException {
        EditedYaml edited = YamlEditor.apply(lines(text), List.of(edits));
        assertThat(edited.refusals()).isEmpty();
        return edited.text();
    }

    private static String lines(String text) {
        return text.replace(';', '\n').replace('^', '|');
    }
}
