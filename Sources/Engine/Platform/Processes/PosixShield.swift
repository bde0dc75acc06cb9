import CSystem
import EngineCore

/// The shield of this process: signals belong to the process, so all of them are one.
package struct PosixShield: InterruptShield {
  /// The process's shield.
  package init() {}

  package func raise() { swop_raise_shield() }
  package func lower() { swop_lower_shield() }
}
