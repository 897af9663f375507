using System.Collections.Concurrent;

namespace NotebookKit.Kernels;

/// <summary>The sizes of a convolution as an object, one for all uses of a layer: what its record would hold at each step anew.</summary>
internal sealed class KnownGeometry
{
    private static readonly ConcurrentDictionary<ConvolutionGeometry, KnownGeometry> Known = new();

    private KnownGeometry(in ConvolutionGeometry sizes) => Sizes = sizes;

    /// <summary>The sizes.</summary>
    public ConvolutionGeometry Sizes { get; }

    /// <summary>The object for sizes.</summary>
    public static KnownGeometry Of(in ConvolutionGeometry sizes)
    {
        const int Most = 1024;
        if (Known.Count > Most)
        {
            Known.Clear();
        }

        return Known.GetOrAdd(sizes, static key => new KnownGeometry(key));
    }
}
