using NotebookKit.Files;
using NotebookKit.Layers;

namespace NotebookKit.Segmentation;

/// <summary>DeepLab v3 on MobileNet v2: 21 classes of Pascal VOC for every pixel of a photograph, from 2.1 million weights.</summary>
/// <remarks>
/// The backbone shrinks to 1/8 only: where a classifier would halve again, its later 3x3 convolutions are dilated by 2 and 4 instead, with the same
/// weights and the same field of view. Then a pyramid of two branches, the mean of the picture and a 1x1 convolution, and bilinear enlargement.
/// Takes photographs of any size with numbers from -1 to 1. Chen et al. 2017, Sandler et al. 2018; lectures S2 L8, L11.
/// </remarks>
public sealed class DeepLab : Module
{
    // Channels out, factor of widening, stride and rate of each block.
    private static readonly (int Width, int Factor, int Stride, int Rate)[] Blocks =
    [
        (16, 1, 1, 1), (24, 6, 2, 1), (24, 6, 1, 1), (32, 6, 2, 1), (32, 6, 1, 1), (32, 6, 1, 1), (64, 6, 1, 1),
        (64, 6, 1, 2), (64, 6, 1, 2), (64, 6, 1, 2), (96, 6, 1, 2), (96, 6, 1, 2), (96, 6, 1, 2), (160, 6, 1, 2),
        (160, 6, 1, 4), (160, 6, 1, 4), (320, 6, 1, 4),
    ];

    private readonly Conv2d conv0 = new(3, 32, 3, 2, 1);
    private readonly InvertedBottleneck[] block;
    private readonly AtrousPyramid pyramid;
    private readonly Conv2d logits;

    /// <summary>Makes the network untrained.</summary>
    /// <param name="classes">Maps out.</param>
    public DeepLab(int classes = 21)
    {
        block = [.. Blocks.Select((one, i) => new InvertedBottleneck(i == 0 ? 32 : Blocks[i - 1].Width, one.Width, one.Factor, one.Stride, one.Rate))];
        pyramid = new AtrousPyramid(320, 256, []);
        logits = new Conv2d(256, classes, 1);
    }

    /// <summary>Pixels from a place of the last maps to the next.</summary>
    public static int Stride => 2 * Blocks.Aggregate(1, (product, one) => product * one.Stride);

    /// <summary>A trained network: <c>DeepLab.From(Datasets.Weights("deeplabv3-mobilenetv2"))</c>.</summary>
    /// <param name="weights">Arrays by the names conv0.w, block0.dw.w, aspp0.w, image_pooling.w, concat_projection.w, logits.w and so on, and .b of each.</param>
    /// <exception cref="InvalidDataException">An array is missing, left over, or has another shape; all are listed.</exception>
    public static DeepLab From(NamedArrays weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        DeepLab model = new(weights.TryGetValue("logits.b", out NpyArray? last) ? last.Values.Length : 21);
        List<string> wrong = [];
        Dictionary<string, Parameter> places = model.NamedParameters().ToDictionary(named => FileName(named.Name), named => named.Parameter);
        foreach ((string name, Parameter parameter) in places)
        {
            if (!weights.TryGetValue(name, out NpyArray? array))
            {
                wrong.Add($"no {name}");
            }
            else if (new Shape(array.Sizes) != parameter.Shape || array.Values is not float[])
            {
                wrong.Add($"{name} is an {array} and not {parameter.Shape} of floats");
            }
        }

        wrong.AddRange(weights.Keys.Where(name => !places.ContainsKey(name)).Select(name => $"{name} has no place"));
        if (wrong.Count > 0)
        {
            throw new InvalidDataException($"DeepLab: these are not its weights: {string.Join("; ", wrong.Take(8))}{(wrong.Count > 8 ? $"; and {wrong.Count - 8} more" : string.Empty)}.");
        }

        foreach ((string name, Parameter parameter) in places)
        {
            parameter.Set(Tensor.Wrap((float[])weights[name].Values, parameter.Shape));
        }

        return model;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input is no batch of colour pictures.</exception>
    public override Tensor Forward(Tensor input)
    {
        MapSizes.Check(nameof(DeepLab), input, 3);
        Tensor x = block.Aggregate(conv0.Forward(input).Relu6(), (maps, one) => one.Forward(maps));
        return logits.Forward(pyramid.Forward(x)).Interpolate((input.Shape[2], input.Shape[3]), Interpolation.Linear, alignCorners: true);
    }

    /// <summary>The class of each pixel of a photograph.</summary>
    /// <param name="picture">[3, H, W] of UInt8, as <see cref="Data.Datasets.Picture"/> gives it, or of floats from 0 to 255.</param>
    /// <param name="side">The longer side that the network sees, 8 k + 1; it learned with 513, less is faster and coarser.</param>
    /// <returns>[H, W] of Int64.</returns>
    /// <exception cref="ArgumentException">It is no colour picture, or the side is not 8 k + 1.</exception>
    public Tensor Label(Tensor picture, int side = 513)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.Rank != 3 || picture.Shape[0] != 3 || side < 33 || side % 8 != 1)
        {
            throw new ArgumentException($"DeepLab: takes a colour picture [3, H, W] and a side of 8 k + 1 pixels, 33 or more, and got {picture.Shape} and {side}.");
        }

        (int height, int width) = (picture.Shape[1], picture.Shape[2]);
        double scale = (double)side / Math.Max(height, width);
        Pair seen = (Fitting(height * scale), Fitting(width * scale));
        Tensor small = ((picture.To(DType.Float32).Unsqueeze(0) / 127.5) - 1).Interpolate(seen, Interpolation.Linear, alignCorners: true);
        return Predict(small).Interpolate((height, width), Interpolation.Linear, alignCorners: true).ArgMax(1)[0];
    }

    private static int Fitting(double size) => (8 * Math.Max(4, (int)Math.Round((size - 1) / 8))) + 1;

    // block.0.dw.weight is block0.dw.w in the file.
    private static string FileName(string name) => name
        .Replace("block.", "block", StringComparison.Ordinal)
        .Replace("pyramid.pooled", "image_pooling", StringComparison.Ordinal)
        .Replace("pyramid.point", "aspp0", StringComparison.Ordinal)
        .Replace("pyramid.mix", "concat_projection", StringComparison.Ordinal)
        .Replace(".weight", ".w", StringComparison.Ordinal)
        .Replace(".bias", ".b", StringComparison.Ordinal);
}
