namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>A peer broke the rules of ZMTP: its connection ends, and nobody else notices.</summary>
#pragma warning disable CA1032, CA1064 // It never leaves the socket.
internal sealed class ZmtpException(string message) : Exception(message);
#pragma warning restore CA1032, CA1064
