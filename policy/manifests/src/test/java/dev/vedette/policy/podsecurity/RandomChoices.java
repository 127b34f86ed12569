package dev.vedette.policy.podsecurity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** What random objects are put together by: fields that are there or not, and one of several values. */
public abstract class RandomChoices {
    protected final Random random;
    /** How likely a field is given. Sparse objects pass many checks, dense ones few. */
    protected final double density;

    /** @param most how likely a field is in the densest object, up to 1 */
    protected RandomChoices(Random random, double most) {
        this.random = random;
        this.density = random.nextDouble() * most;
    }

    protected final List<Object> list(Supplier<Object> item) {
        List<Object> list = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            list.add(item.get());
        }
        return list;
    }

    protected final <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    protected final void maybe(Map<String, Object> map, String key, Supplier<Object> value) {
        if (random.nextDouble() < density) {
            map.put(key, value.get());
        }
    }

    protected final void rarely(Map<String, Object> map, String key, Supplier<Object> value) {
        if (random.nextInt(4) == 0) {
            maybe(map, key, value);
        }
    }
}
