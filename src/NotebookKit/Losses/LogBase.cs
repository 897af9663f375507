namespace NotebookKit.Losses;

/// <summary>The base of the logarithm in entropies; it is the unit of information.</summary>
public enum LogBase
{
    /// <summary>e, the usual one: nats.</summary>
    E,

    /// <summary>2: bits. H in bits = H in nats / ln 2.</summary>
    Two,
}
