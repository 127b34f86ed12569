/** Where the attack tests play: one private containerd and one sensor for all of them. */
package dev.vedette.tests.support;
