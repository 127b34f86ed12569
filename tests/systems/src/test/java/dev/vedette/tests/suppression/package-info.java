/** That what the kernel side does not tell twice is missed by no rule. */
package dev.vedette.tests.suppression;
