namespace NotebookKit.Kernels;

/// <summary>The sizes of a convolution: images [N, C, H, W], filters [K, C / groups, kh, kw], maps [N, K, h, w].</summary>
/// <remarks>
/// Map pixel (oy, ox) looks at image pixel (oy StrideY + ky DilationY - Top, ox StrideX + kx DilationX - Left) through
/// filter place (ky, kx); what lies outside the image is 0. The same sizes serve the convolution, its transpose and the
/// gradient of the filters.
/// </remarks>
internal readonly record struct ConvolutionGeometry
{
    /// <summary>N.</summary>
    public required int Images { get; init; }

    /// <summary>C.</summary>
    public required int Channels { get; init; }

    /// <summary>H.</summary>
    public required int Height { get; init; }

    /// <summary>W.</summary>
    public required int Width { get; init; }

    /// <summary>K: how many filters, and maps of an image.</summary>
    public required int Filters { get; init; }

    /// <summary>kh.</summary>
    public required int KernelHeight { get; init; }

    /// <summary>kw.</summary>
    public required int KernelWidth { get; init; }

    /// <summary>h.</summary>
    public required int MapHeight { get; init; }

    /// <summary>w.</summary>
    public required int MapWidth { get; init; }

    /// <summary>Rows between the looks of neighbouring map pixels.</summary>
    public required int StrideY { get; init; }

    /// <summary>Columns between the looks of neighbouring map pixels.</summary>
    public required int StrideX { get; init; }

    /// <summary>Rows of zeros above the image; those below follow from the map's size.</summary>
    public required int Top { get; init; }

    /// <summary>Columns of zeros left of the image.</summary>
    public required int Left { get; init; }

    /// <summary>Rows between neighbouring places of a filter.</summary>
    public required int DilationY { get; init; }

    /// <summary>Columns between neighbouring places of a filter.</summary>
    public required int DilationX { get; init; }

    /// <summary>How many times a share of the channels meets a share of the filters.</summary>
    public required int Groups { get; init; }

    /// <summary>Channels that a filter sees.</summary>
    public int ChannelsInGroup => Channels / Groups;

    /// <summary>Filters that see the same channels.</summary>
    public int FiltersInGroup => Filters / Groups;

    /// <summary>Places of a filter.</summary>
    public int KernelArea => KernelHeight * KernelWidth;

    /// <summary>Whether each channel has one filter of its own.</summary>
    public bool IsDepthwise => Groups > 1 && Groups == Channels && Groups == Filters;
}
