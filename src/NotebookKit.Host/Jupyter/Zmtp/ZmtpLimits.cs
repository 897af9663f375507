namespace NotebookKit.Host.Jupyter.Zmtp;

/// <summary>How much a peer may ask of a socket. Nobody has proved who they are before a message's signature is checked.</summary>
internal sealed record ZmtpLimits
{
    /// <summary>The longest frame in bytes; a longer one ends the connection before anything is kept of it.</summary>
    public int LargestFrame { get; init; } = 16 * 1024 * 1024;

    /// <summary>The longest message, all its frames together.</summary>
    public int LargestMessage { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many frames a message may have.</summary>
    public int MostFrames { get; init; } = 64;

    /// <summary>How many peers a socket serves at the same time.</summary>
    public int MostPeers { get; init; } = 64;

    /// <summary>How many prefixes one peer may subscribe to.</summary>
    public int MostSubscriptions { get; init; } = 256;

    /// <summary>How long a peer may take for its greeting.</summary>
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many messages may wait for a slow peer.</summary>
    public int MostWaiting { get; init; } = 20_000;

    /// <summary>How many bytes may wait for a slow peer.</summary>
    public long LargestBacklog { get; init; } = 64 * 1024 * 1024;
}
