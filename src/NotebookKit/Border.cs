namespace NotebookKit;

/// <summary>What lies outside an image that is looked at beyond its edge.</summary>
public enum Border
{
    /// <summary>One number everywhere.</summary>
    Constant,

    /// <summary>The nearest pixel of the edge.</summary>
    Edge,

    /// <summary>The image mirrored at the middle of its edge pixels: c b a b c.</summary>
    Reflect,

    /// <summary>The image again, as if its ends met: c a b c a.</summary>
    Wrap,
}
