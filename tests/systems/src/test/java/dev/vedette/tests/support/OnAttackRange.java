package dev.vedette.tests.support;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests on the {@link AttackRange}, which they may ask for as a parameter. Skips, and says why, where the kernel can't be
 * watched or no containerd is there.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(AttackRangeExtension.class)
@Timeout(300)
public @interface OnAttackRange {}
