import Foundation

/// The system's error numbers in words. Every message about a file has them from here.
package enum SystemReason {
  /// A clause that follows "can't be written:" or "can't be read:".
  package static func text(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "no permission"
    case EISDIR: "it is a folder"
    case ENOTDIR: "a part of the path is a file, not a folder"
    case EEXIST: "it exists already"
    case ENOTEMPTY: "the folder isn't empty"
    case ENAMETOOLONG: "the name is too long"
    case ELOOP: "its links lead in a circle"
    case ENOSPC, EDQUOT: "the disk is full"
    case EROFS: "the file system is read-only"
    case EFBIG: "it is larger than the system allows"
    case EMFILE, ENFILE: "too many files are open"
    case EBUSY, ETXTBSY: "another program uses it"
    case EIO: "the device reports an error"
    case ENXIO, ENODEV: "nothing is at its other end"
    case EPIPE: "its reader has gone"
    case EBADF: "it is closed"
    case EINTR: "interrupted"
    case EXDEV: "it is on another file system"
    case ENOMEM: "not enough memory"
    default:
      // The C library's words begin with a capital.
      String(cString: strerror(code)).prefix(1).lowercased()
        + String(cString: strerror(code)).dropFirst()
    }
  }
}
