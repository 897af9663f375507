using NotebookKit.Layers;

namespace NotebookKit.Explain;

/// <summary>A fake: Sobel's edges of the picture, whatever the model and the class. It looks like an explanation, and is none.</summary>
/// <remarks>The control of every test of explanations: a method that cannot be told from this one explains nothing. Adebayo et al. 2018.</remarks>
public sealed record EdgeMap : IExplainer
{
    /// <inheritdoc/>
    public string Name => "edges";

    /// <inheritdoc/>
    public ImportanceMap Explain(Module model, Tensor picture, int target)
    {
        Tensor one = InUse.One(Name, picture);
        (int height, int width) = (one.Shape[2], one.Shape[3]);
        double[] grey = one[0].Mean(0).ToArray<double>(), edges = new double[grey.Length];
        double At(int row, int column) => grey[(Math.Clamp(row, 0, height - 1) * width) + Math.Clamp(column, 0, width - 1)];
        for (int p = 0; p < edges.Length; p++)
        {
            (int i, int j) = (p / width, p % width);
            double across = At(i - 1, j + 1) + (2 * At(i, j + 1)) + At(i + 1, j + 1) - At(i - 1, j - 1) - (2 * At(i, j - 1)) - At(i + 1, j - 1);
            double down = At(i + 1, j - 1) + (2 * At(i + 1, j)) + At(i + 1, j + 1) - At(i - 1, j - 1) - (2 * At(i - 1, j)) - At(i - 1, j + 1);
            edges[p] = Math.Sqrt((across * across) + (down * down));
        }

        return new(Name, Tensor.From(edges, [height, width]).To(one.DType), one[0], target);
    }
}
