namespace NotebookKit.Explain;

/// <summary>Pictures as the bytes that figures take.</summary>
internal static class PicturePixels
{
    /// <summary>[N, 1 or 3, H, W], bytes or floats from 0 to 1 (others are clamped), as N x H x W x channels bytes.</summary>
    /// <exception cref="ArgumentException">These are no pictures.</exception>
    public static byte[] Bytes(Tensor pictures, out int channels)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        if (pictures.Rank != 4 || pictures.Shape[1] is not (1 or 3))
        {
            throw new ArgumentException($"Pictures are [N, 1 or 3, H, W], and these are {pictures.Shape}.", nameof(pictures));
        }

        channels = pictures.Shape[1];
        Tensor last = pictures.Detach().Permute(0, 2, 3, 1).Contiguous();
        return last.DType == DType.UInt8 ? last.ToArray<byte>() : [.. last.To(DType.Float32).ToArray<float>().Select(value => (byte)Math.Round(255 * Math.Clamp(float.IsNaN(value) ? 0 : value, 0, 1)))];
    }
}
