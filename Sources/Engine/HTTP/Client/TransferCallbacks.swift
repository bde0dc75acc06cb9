import CCurl

/// The functions curl calls for a transfer; their context is the transfer.
enum TransferCallbacks {
  /// A line of the answer's head.
  static let header: ccurl_transfer = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.receiveHeader(line) ? line.count : 0
  }

  /// A part of the answer's body.
  static let write: ccurl_transfer = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return 0 }
    return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
  }

  /// Room for a part of the request's body.
  static let read: ccurl_transfer = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return Int(CURL_READFUNC_ABORT) }
    return transfer.fillUpload(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
  }

  /// The request's body from another place.
  static let seek: ccurl_seek = { context, offset, origin in
    guard let transfer = transfer(context), origin == SEEK_SET else {
      return CURL_SEEKFUNC_CANTSEEK
    }
    return transfer.upload.seek(to: Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_CANTSEEK
  }

  private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }
}
