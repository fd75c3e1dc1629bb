import Foundation

/// A colour in linear light, 0 to 1 each.
struct LinearRGB {
  var red: Double
  var green: Double
  var blue: Double

  /// A colour of the cube or of the greys of xterm's palette (16 to 255).
  init(palette index: Int) {
    let levels = [0, 95, 135, 175, 215, 255]
    let grey = 8 + 10 * (index - 232)
    let bytes =
      index >= 232
      ? [grey, grey, grey] : [levels[(index - 16) / 36], levels[(index - 16) / 6 % 6], levels[(index - 16) % 6]]
    let linear = bytes.map { byte -> Double in
      let value = Double(byte) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    (red, green, blue) = (linear[0], linear[1], linear[2])
  }

  init(_ red: Double, _ green: Double, _ blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// Relative luminance as WCAG defines it.
  var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }
}

/// How colours look to somebody, after Machado, Oliveira and Fernandes (2009) at full severity.
enum Eyes: CaseIterable {
  case normal, protan, deutan, tritan

  func see(_ colour: LinearRGB) -> LinearRGB {
    let m = matrix
    func row(_ r: Int) -> Double {
      min(1, max(0, m[r][0] * colour.red + m[r][1] * colour.green + m[r][2] * colour.blue))
    }
    return LinearRGB(row(0), row(1), row(2))
  }

  private var matrix: [[Double]] {
    switch self {
    case .normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    case .protan:
      [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    case .deutan:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritan:
      [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    }
  }
}

/// A colour in CIELAB (D65).
struct Lab {
  var l: Double
  var a: Double
  var b: Double

  init(_ c: LinearRGB) {
    func f(_ t: Double) -> Double { t > 216.0 / 24_389 ? cbrt(t) : (24_389.0 / 27 * t + 16) / 116 }
    let x = f((0.4124564 * c.red + 0.3575761 * c.green + 0.1804375 * c.blue) / 0.95047)
    let y = f(0.2126729 * c.red + 0.7151522 * c.green + 0.0721750 * c.blue)
    let z = f((0.0193339 * c.red + 0.1191920 * c.green + 0.9503041 * c.blue) / 1.08883)
    (l, a, b) = (116 * y - 16, 500 * (x - y), 200 * (y - z))
  }

  /// The difference after CIEDE2000.
  func distance(to other: Lab) -> Double {
    func degrees(_ radians: Double) -> Double { radians * 180 / .pi }
    func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
    let meanChroma = (hypot(a, b) + hypot(other.a, other.b)) / 2
    let g = 0.5 * (1 - sqrt(pow(meanChroma, 7) / (pow(meanChroma, 7) + pow(25, 7))))
    let (a1, a2) = (a * (1 + g), other.a * (1 + g))
    let (c1, c2) = (hypot(a1, b), hypot(a2, other.b))
    func role(_ a: Double, _ b: Double) -> Double {
      guard a != 0 || b != 0 else { return 0 }
      let angle = degrees(atan2(b, a))
      return angle < 0 ? angle + 360 : angle
    }
    let (h1, h2) = (role(a1, b), role(a2, other.b))
    var dh = 0.0
    var h = h1 + h2
    if c1 * c2 != 0 {
      dh = h2 - h1
      if dh > 180 { dh -= 360 } else if dh < -180 { dh += 360 }
      h = abs(h1 - h2) <= 180 ? (h1 + h2) / 2 : h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2
    }
    let (dl, dc) = (other.l - l, c2 - c1)
    let dH = 2 * sqrt(c1 * c2) * sin(dh / 2 * .pi / 180)
    let (meanL, meanC) = ((l + other.l) / 2, (c1 + c2) / 2)
    let t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) - 0.20 * cosine(4 * h - 63)
    let sl = 1 + 0.015 * pow(meanL - 50, 2) / sqrt(20 + pow(meanL - 50, 2))
    let sc = 1 + 0.045 * meanC
    let sh = 1 + 0.015 * meanC * t
    let rc = 2 * sqrt(pow(meanC, 7) / (pow(meanC, 7) + pow(25, 7)))
    let rt = -rc * sin(2 * 30 * exp(-pow((h - 275) / 25, 2)) * .pi / 180)
    let (x, y, z) = (dl / sl, dc / sc, dH / sh)
    return sqrt(x * x + y * y + z * z + rt * y * z)
  }
}
