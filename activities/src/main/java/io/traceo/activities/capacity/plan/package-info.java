/** What a plan of capacity asks of a control place's configuration and of its clusters. */
@NullMarked
package io.traceo.activities.capacity.plan;

import org.jspecify.annotations.NullMarked;
