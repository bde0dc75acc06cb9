@testable import TUIKit

/// How a colour looks to people who see colours otherwise (Machado, Oliveira, Fernandes 2009, full severity).
enum VisionSimulation: CaseIterable {
  case normal, protan, deutan, tritan

  private var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protan:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    case .deutan:
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    case .tritan:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    }
  }

  /// The colour as it is seen.
  func seen(_ color: RGB) -> Lab {
    let light = LinearRGB(color)
    let parts = matrix.map { row in
      row[0] * light.red + row[1] * light.green + row[2] * light.blue
    }
    return Lab(LinearRGB(red: parts[0], green: parts[1], blue: parts[2]))
  }
}
