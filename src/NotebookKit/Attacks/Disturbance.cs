using NotebookKit.Data;
using NotebookKit.Files;

namespace NotebookKit.Attacks;

/// <summary>What happens to a picture between a printer and a camera: something that knows nothing of attacks.</summary>
/// <remarks>"Luckily this low amplitude noise is not robust enough in real life (lens distortion and other additive noises)": Lu et al. 2017; lecture S2 L12.</remarks>
/// <param name="Name">What it is called.</param>
/// <param name="Change">From pictures [N, C, H, W] to pictures of the same shape; the given ones stay as they are.</param>
public sealed record Disturbance(string Name, Func<Tensor, Tensor> Change)
{
    /// <summary>Nothing happens.</summary>
    public static Disturbance None { get; } = new("nothing", pictures => pictures.Detach());

    /// <summary>Moves pictures by whole pixels; what comes in is 0.</summary>
    /// <param name="right">Columns to the right, or to the left below 0.</param>
    /// <param name="down">Rows down, or up below 0.</param>
    public static Disturbance Shift(int right, int down) => new($"shift {right}, {down}", pictures =>
    {
        Tensor grown = Pictured(nameof(Shift), pictures).Pad(0, (0, 0), (0, 0), (Math.Max(0, down), Math.Max(0, -down)), (Math.Max(0, right), Math.Max(0, -right)));
        (int y, int x) = (Math.Max(0, -down), Math.Max(0, -right));
        return grown[.., .., y..(y + pictures.Shape[2]), x..(x + pictures.Shape[3])].Contiguous();
    });

    /// <summary>Blurs with a Gaussian bell of a standard deviation in pixels, cut at three of them; outside is 0.</summary>
    /// <param name="deviation">Above 0.</param>
    public static Disturbance Blur(double deviation)
    {
        double sigma = deviation > 0 && double.IsFinite(deviation) ? deviation : throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "Blur: the deviation is above 0, in pixels.");
        int radius = (int)Math.Ceiling(3 * sigma);
        double[] bell = [.. Enumerable.Range(-radius, (2 * radius) + 1).Select(i => Math.Exp(-i * i / (2 * sigma * sigma)))];
        double sum = bell.Sum();
        return new($"blur {sigma:G3}", pictures =>
        {
            Tensor own = Pictured(nameof(Blur), pictures), line = Tensor.From([.. bell.Select(value => value / sum)]).To(own.DType);
            Tensor planes = own.Reshape(-1, 1, own.Shape[2], own.Shape[3]).Pad(0, (0, 0), (0, 0), (radius, radius), (radius, radius));
            return planes.Conv2d(line.Reshape(1, 1, -1, 1)).Conv2d(line.Reshape(1, 1, 1, -1)).Reshape(own.Shape.ToArray());
        });
    }

    /// <summary>Adds normal noise and cuts to the valid range.</summary>
    /// <param name="deviation">0 or more.</param>
    /// <param name="seed">The same noise whenever it is called.</param>
    /// <param name="low">The least valid pixel.</param>
    /// <param name="high">The largest valid pixel.</param>
    public static Disturbance Noise(double deviation, long seed = 0, double low = 0, double high = 1) => new($"noise {deviation:G3}", pictures =>
    {
        Tensor own = Pictured(nameof(Noise), pictures);
        return (own + Tensor.Normal(own.Shape, 0, deviation, new Rng(seed), own.DType)).Clamp(low, high);
    });

    /// <summary>Stores pictures of values 0 to 1 as JPEG and reads them again.</summary>
    /// <param name="quality">1 to 100.</param>
    /// <remarks>One or three channels.</remarks>
    public static Disturbance Jpeg(int quality)
    {
        if (quality is < 1 or > 100)
        {
            throw new ArgumentOutOfRangeException(nameof(quality), quality, "Jpeg: the quality is 1 to 100.");
        }

        return new($"JPEG {quality}", pictures =>
        {
            Tensor own = Pictured(nameof(Jpeg), pictures);
            (int n, int channels, int height, int width) = (own.Shape[0], own.Shape[1], own.Shape[2], own.Shape[3]);
            if (channels is not (1 or 3))
            {
                throw new ArgumentException($"Jpeg: stores pictures of 1 or 3 channels, and got {own.Shape}.", nameof(pictures));
            }

            byte[] bytes = (own.Permute(0, 2, 3, 1).Clamp(0, 1) * 255).Round().To(DType.UInt8).ToArray<byte>();
            int size = channels * height * width;
            byte[] back = [.. Enumerable.Range(0, n).SelectMany(i =>
            {
                Picture read = Files.Jpeg.Decode(Files.Jpeg.Encode(bytes.AsSpan(i * size, size), width, height, channels, quality));
                return channels == 1 ? read.ToGrey() : read.ToRgb();
            })];
            return (Tensor.From(back, [n, height, width, channels]).To(own.DType) / 255).Permute(0, 3, 1, 2).Contiguous();
        });
    }

    /// <summary>A lens that bends straight lines: a point at distance r from the middle shows what lies at r (1 + strength r^2), with r = 1 at the middle of the shorter edges.</summary>
    /// <param name="strength">Above 0 a barrel, below 0 a cushion; 0 for a perfect lens.</param>
    public static Disturbance Lens(double strength) => new($"lens {strength:G3}", pictures =>
    {
        Tensor own = Pictured(nameof(Lens), pictures);
        (int height, int width) = (own.Shape[2], own.Shape[3]);
        (double middleY, double middleX, double unit) = ((height - 1) / 2.0, (width - 1) / 2.0, (Math.Min(height, width) - 1) / 2.0);
        double[] places = new double[2 * height * width];
        for (int p = 0; p < height * width; p++)
        {
            (double y, double x) = ((p / width) - middleY, (p % width) - middleX);
            double factor = 1 + (strength * ((y * y) + (x * x)) / (unit * unit));
            (places[2 * p], places[(2 * p) + 1]) = (middleY + (y * factor), middleX + (x * factor));
        }

        Tensor where = Tensor.From(places, [1, height, width, 2]).Expand([own.Shape[0], height, width, 2]).Contiguous();
        return ImageWarp.Apply(own, where);
    });

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static Tensor Pictured(string what, Tensor pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return pictures.Rank == 4 && pictures.DType.IsFloat()
            ? pictures.Detach()
            : throw new ArgumentException($"{what}: takes pictures [N, C, H, W] of floats, and got {pictures.Shape} of {pictures.DType}.", nameof(pictures));
    }
}
