namespace NotebookKit;

/// <summary>How numbers between the pixels of an image are found.</summary>
public enum Interpolation
{
    /// <summary>The pixel at or before the place.</summary>
    Nearest,

    /// <summary>A straight line between two neighbours, along each axis: linear for signals, bilinear for images.</summary>
    Linear,

    /// <summary>A cubic through four neighbours, along each axis: bicubic, with a = -0.75 as in PyTorch.</summary>
    Cubic,
}
