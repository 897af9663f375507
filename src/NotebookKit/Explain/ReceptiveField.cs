using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Explain;

/// <summary>A rectangle of a picture.</summary>
/// <param name="Top">Its first row.</param>
/// <param name="Left">Its first column.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public readonly record struct PatchWindow(int Top, int Left, int Height, int Width)
{
    /// <summary>As rows 4 to 11, columns 0 to 7.</summary>
    public override string ToString() => $"rows {Top} to {Top + Height - 1}, columns {Left} to {Left + Width - 1}";
}

/// <summary>Which pixels each place of a layer's maps can see, followed through all layers before it.</summary>
/// <remarks>
/// Each row of the picture is lit alone, and one looks which rows of the maps light can reach when every convolution and pooling passes on all that lies in its
/// window; then the same with columns. So side paths, as in fire modules and residual blocks, count, and padding and the picture's edge are in. In the middle
/// of a large picture the size is 1 + the sum of (k' - 1) times the strides before, <see cref="ConvolutionArithmetic.ReceptiveField"/>.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class ReceptiveField
{
    private readonly (int From, int To)[] rows, columns;

    private ReceptiveField(string layer, (int From, int To)[] rows, (int From, int To)[] columns, Pair picture) =>
        (Layer, this.rows, this.columns, Picture) = (layer, rows, columns, picture);

    /// <summary>Whose places these are.</summary>
    public string Layer { get; }

    /// <summary>Rows and columns of the picture.</summary>
    public Pair Picture { get; }

    /// <summary>Rows and columns of a map.</summary>
    public Pair Map => (rows.Length, columns.Length);

    /// <summary>The largest window that a place has; at the edge of the picture windows are smaller.</summary>
    public Pair Size => (rows.Max(window => window.To - window.From), columns.Max(window => window.To - window.From));

    /// <summary>Follows a picture's rows and columns to a layer.</summary>
    /// <param name="model">A chain or other <see cref="Block"/> of convolutions, poolings, and layers that work at each place alone.</param>
    /// <param name="layer">The layer's name, such as features.6; it gives maps [N, maps, H, W].</param>
    /// <param name="picture">The shape of a picture: [channels, height, width].</param>
    /// <exception cref="ArgumentException">There is no such layer, it gives no maps, or a layer before it has no window that is known.</exception>
    public static ReceptiveField Of(Block model, string layer, Shape picture)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(layer);
        if (picture.Rank != 3)
        {
            throw new ArgumentException($"ReceptiveField: a picture's shape is [channels, height, width], and this one is {picture}.", nameof(picture));
        }

        Tensor dark = Tensor.Zeros([1, .. picture.Span], model.Parameters().FirstOrDefault()?.DType ?? DType.Float32);
        Recording recording = Recording.Of(model, dark);
        Shape map = recording.FirstOrDefault(output => output.Name == layer)?.Values.Shape
            ?? throw new ArgumentException($"ReceptiveField: {model.GetType().Name} uses no layer called {layer}; it uses {string.Join(", ", recording.Select(output => output.Name))}.", nameof(layer));
        if (map.Rank != 4)
        {
            throw new ArgumentException($"ReceptiveField: layer {layer} gives {map} and no maps [N, maps, H, W]; each of its units sees the whole picture.", nameof(layer));
        }

        using ModelAtRest rest = new(model, freeze: false);
        using IDisposable off = Gradient.Off();
        (int, int)[] rows = new Light(layer, recording, isRow: true).Through(model, picture), columns = new Light(layer, recording, isRow: false).Through(model, picture);
        return new(layer, rows, columns, (picture[1], picture[2]));
    }

    /// <summary>What a place sees, cut at the edge of the picture.</summary>
    /// <param name="row">Row of the map.</param>
    /// <param name="column">Column of the map.</param>
    /// <exception cref="ArgumentOutOfRangeException">The map has no such place.</exception>
    public PatchWindow At(int row, int column)
    {
        if (row < 0 || row >= rows.Length || column < 0 || column >= columns.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(row), $"ReceptiveField: maps of {Layer} are {Map}, and ({row}, {column}) is no place of them.");
        }

        return new(rows[row].From, columns[column].From, rows[row].To - rows[row].From, columns[column].To - columns[column].From);
    }

    /// <summary>The sizes, in a line.</summary>
    public override string ToString() => $"{Layer}: each of {Map} places sees up to {Size} of {Picture} pixels";

    // The way of light along one axis: a batch of as many pictures as there are lines, each with one line lit, and one pixel wide across.
    private sealed class Light(string target, Recording recording, bool isRow)
    {
        private readonly Dictionary<string, int> used = [];
        private Tensor? arrived;

        public (int From, int To)[] Through(Block model, Shape picture)
        {
            int lines = isRow ? picture[1] : picture[2];
            Walk(model, Tensor.Eye(lines).Reshape(lines, 1, lines, 1).Expand([lines, picture[0], lines, 1]), string.Empty);
            double[][] reached = arrived!.Sum(1).Reshape(lines, -1).Transpose().Contiguous().To(DType.Float64).ToJagged<double>();
            return [.. reached.Select(line => (Array.FindIndex(line, value => value > 0), Array.FindLastIndex(line, value => value > 0) + 1)).Select(window => window.Item1 < 0 ? (0, 0) : window)];
        }

        private Tensor Walk(Block block, Tensor input, string path) => block.Walk(input, (layer, value) =>
        {
            string name = path + block.NameOf(layer);
            Tensor output = layer is Block inner ? Walk(inner, value, name + ".") : Pass(layer, value, name);
            if (name == target)
            {
                arrived ??= output;
            }

            return output;
        });

        private Tensor Pass(Module layer, Tensor light, string name)
        {
            int use = used[name] = used.GetValueOrDefault(name) + 1;
            Shape shape = recording[use == 1 ? name : $"{name}#{use}"].Values.Shape;
            if (arrived is not null)
            {
                return Tensor.Zeros(shape.Rank == 4 ? [light.Shape[0], shape[1], isRow ? shape[2] : shape[3], 1] : [light.Shape[0], .. shape.Span[1..]]);
            }

            int size = shape.Rank == 4 ? (isRow ? shape[2] : shape[3]) : 0;
            return layer switch
            {
                ReLU or Activation or BatchNorm2d or Dropout or Dropout2d or AlphaDropout or GaussianNoise or Identity or PictureInput or LocalResponseNorm => light,
                Conv2d conv => Windows(light, shape[1], size, Along((conv.Weight.Shape[2], conv.Weight.Shape[3])), Along(conv.Stride), Along(conv.Dilation), Before(conv)),
                MaxPool2d pool => Windows(light, shape[1], size, Along(pool.Kernel), Along(pool.Stride), Along(pool.Dilation), Along(pool.Padding)),
                AvgPool2d pool => Windows(light, shape[1], size, Along(pool.Kernel), Along(pool.Stride), 1, Along(pool.Padding)),
                L2Pool2d pool => Windows(light, shape[1], size, Along(pool.Kernel), Along(pool.Stride), 1, Along(pool.Padding)),
                AdaptiveAvgPool2d => Windows(light, shape[1], size, light.Shape[2], 0, 1, 0),
                _ => throw new ArgumentException($"ReceptiveField: it is not known how far layer {name}, {layer}, sees; the layers before {target} are to be convolutions, poolings, or work at each place alone."),
            };
        }

        private int Along(Pair pair) => isRow ? pair.Height : pair.Width;

        private int Before(Conv2d conv)
        {
            int reach = Along((conv.Weight.Shape[2], conv.Weight.Shape[3])) is var kernel ? ConvolutionArithmetic.EffectiveKernel(kernel, Along(conv.Dilation)) : 0;
            return conv.Padding.IsSame ? (reach - 1) / 2 : isRow ? conv.Padding.Top : conv.Padding.Left;
        }

        // Place i of the result gets light from the places i s - p + t r, t = 0 ... k - 1, of any channel.
        private static Tensor Windows(Tensor light, int channels, int size, int kernel, int stride, int dilation, int before)
        {
            int from = light.Shape[2], pictures = light.Shape[0];
            float[] window = new float[from * size];
            for (int i = 0; i < size; i++)
            {
                for (int t = 0; t < kernel; t++)
                {
                    int place = (i * stride) - before + (t * dilation);
                    if (place >= 0 && place < from)
                    {
                        window[(place * size) + i] = 1;
                    }
                }
            }

            Tensor reached = light.Sum(1).Reshape(pictures, from).MatMul(Tensor.Wrap(window, [from, size])) > 0;
            return reached.To(DType.Float32).Reshape(pictures, 1, size, 1).Expand([pictures, channels, size, 1]);
        }
    }
}
