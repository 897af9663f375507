namespace NotebookKit.Ops;

/// <summary>Sub-pixel images: r^2 channels become blocks of r x r pixels, and back.</summary>
/// <remarks>
/// [N, C r^2, H, W] becomes [N, C, r H, r W]: channel c r^2 + i r + j is pixel (i, j) of each block of channel c, PyTorch's pixel
/// shuffle. The way back, space to depth, is its inverse. Nothing is computed: gradients return the same way. Shi et al. 2016;
/// lecture S2 L8.
/// </remarks>
public static class DepthToSpace
{
    /// <summary>Channels to blocks of pixels.</summary>
    /// <exception cref="ArgumentException">The channels are no multiple of factor^2.</exception>
    public static Tensor Apply(Tensor x, int factor)
    {
        int block = Check(nameof(DepthToSpace), x, factor);
        if (x.Shape[1] % block != 0)
        {
            throw new ArgumentException($"DepthToSpace: blocks of {factor} x {factor} take {block} channels each, and {x.Shape} has {x.Shape[1]}; let the layer before give a multiple of {block}.");
        }

        int channels = x.Shape[1] / block;
        return x.Reshape(x.Shape[0], channels, factor, factor, x.Shape[2], x.Shape[3])
            .Permute(0, 1, 4, 2, 5, 3)
            .Reshape(x.Shape[0], channels, checked(x.Shape[2] * factor), checked(x.Shape[3] * factor));
    }

    /// <summary>Blocks of pixels to channels.</summary>
    /// <exception cref="ArgumentException">The height or width is no multiple of the factor.</exception>
    public static Tensor Inverse(Tensor x, int factor)
    {
        int block = Check("SpaceToDepth", x, factor);
        if (x.Shape[2] % factor != 0 || x.Shape[3] % factor != 0)
        {
            throw new ArgumentException($"SpaceToDepth: {x.Shape} cannot be cut into blocks of {factor} x {factor}; pad it, or take another factor.");
        }

        int height = x.Shape[2] / factor;
        int width = x.Shape[3] / factor;
        return x.Reshape(x.Shape[0], x.Shape[1], height, factor, width, factor)
            .Permute(0, 1, 3, 5, 2, 4)
            .Reshape(x.Shape[0], checked(x.Shape[1] * block), height, width);
    }

    private static int Check(string operation, Tensor x, int factor)
    {
        Images.Check(operation, x);
        return factor >= 1
            ? checked(factor * factor)
            : throw new ArgumentException($"{operation}: blocks of {x.Shape} have a side of 1 or more, not {factor}.");
    }
}
