package io.traceo.starters.api;

import java.util.Set;

/**
 * Who asks, proven by a token.
 *
 * @param user name that stands in the record
 * @param by what proved it: {@code token}, or {@code jwt}
 * @param roles with those that they imply
 */
record Caller(String user, String by, Set<Role> roles) {
  Caller {
    roles = Role.withImplied(roles);
  }

  boolean mayAny(Set<Role> wanted) {
    return wanted.stream().anyMatch(roles::contains);
  }
}
