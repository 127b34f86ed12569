package dev.vedette.policy.manifest.fix;

import dev.vedette.policy.yaml.edit.YamlEdit;
import java.util.function.Function;
import java.util.function.Predicate;

/** Says what to do about the issues of one rule. */
@FunctionalInterface
interface Recipe {
    Advice advise(Spot spot);

    /** The field itself is given a value. */
    static Recipe put(String value) {
        return spot -> new Advice.Change(FixLevel.SAFE, new YamlEdit.Put(spot.document(), spot.pointer(), value));
    }

    /** The field itself goes. */
    static Recipe remove() {
        return removeAt(Spot::pointer);
    }

    static Recipe removeAt(Function<Spot, String> pointer) {
        return spot -> new Advice.Change(FixLevel.SAFE, new YamlEdit.Remove(spot.document(), pointer.apply(spot)));
    }

    /** A field of the container gets a value. */
    static Recipe putInContainer(String field, String value) {
        return spot -> spot.container()
                .<Advice>map(container ->
                        new Advice.Change(FixLevel.SAFE, new YamlEdit.Put(spot.document(), container + field, value)))
                .orElseGet(Recipe::unknown);
    }

    static Recipe leave(String hint) {
        return _ -> new Advice.Leave(hint);
    }

    private static Advice unknown() {
        return new Advice.Leave("there is no fix for this place; the remedy stands on the rule's page");
    }

    /** The same where it applies; the rest is left to people. */
    default Recipe when(Predicate<Spot> applies, String hintOtherwise) {
        return spot -> applies.test(spot) ? advise(spot) : new Advice.Leave(hintOtherwise);
    }

    /** The same where it applies, else another. */
    default Recipe whenNot(Predicate<Spot> other, Recipe instead) {
        return spot -> other.test(spot) ? instead.advise(spot) : advise(spot);
    }

    /** The same, for those who ask for all. */
    default Recipe notSafe() {
        return spot -> switch (advise(spot)) {
            case Advice.Change change -> new Advice.Change(FixLevel.ALL, change.edit());
            case Advice.Leave leave -> leave;
        };
    }
}
