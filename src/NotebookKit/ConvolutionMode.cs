namespace NotebookKit;

/// <summary>Which positions of a kernel of k over a signal of n count. Lecture S2 L6 (validity and boundary positions).</summary>
public enum ConvolutionMode
{
    /// <summary>Every overlap, n + k - 1 results.</summary>
    Full,

    /// <summary>The middle of <see cref="Full"/>, n results; for an even kernel the odd zero stands before the signal.</summary>
    Same,

    /// <summary>Only where the kernel lies inside, n - k + 1 results.</summary>
    Valid,
}
