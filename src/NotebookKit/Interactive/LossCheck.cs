using NotebookKit.Gradients;

namespace NotebookKit.Interactive;

/// <summary>What was found for one tensor that a loss depends on.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Checked">At how many of its numbers.</param>
/// <param name="Report">The largest error.</param>
/// <param name="Tolerance">The error up to which its precision allows to call it right.</param>
internal sealed record CheckedLeaf(string Name, Shape Shape, int Checked, GradientReport Report, double Tolerance)
{
    /// <summary>Whether the gradient is right.</summary>
    public bool IsRight => Report.Error < Tolerance;
}

/// <summary>Holds the gradients of a loss with respect to its parameters against differences: each parameter is moved a little in its place, and put back.</summary>
internal static class LossCheck
{
    private const int Most = 12;

    /// <summary>Checks every leaf that the loss depends on.</summary>
    /// <exception cref="InvalidOperationException">No gradient flows through the loss, or it is not a single number.</exception>
    public static IReadOnlyList<CheckedLeaf> Run(Func<Tensor> loss, IEnumerable<(string Name, Tensor Tensor)> names, CancellationToken cancellation)
    {
        Tensor value = Compute(loss);
        if (value.Count != 1)
        {
            throw new InvalidOperationException($"a loss is a single number, and this is {value.Shape}; end it with .Sum() or .Mean().");
        }

        Tensor[] leaves = Leaves(value);
        Tensor[] gradients = Gradient.Of(value, leaves);
        (string Name, Tensor Tensor)[] known = [.. names];
        List<CheckedLeaf> found = [];
        for (int i = 0; i < leaves.Length; i++)
        {
            Tensor leaf = leaves[i];
            if (!leaf.IsContiguous)
            {
                throw new InvalidOperationException($"the input {leaf.Shape} is a view; use Contiguous() before it gets RequiresGrad.");
            }

            string name = known.FirstOrDefault(one => one.Tensor.GradientEdge() == leaf.GradientEdge()).Name ?? $"input {i}";
            bool isDouble = leaf.DType == DType.Float64;

            // A float has seven digits: a smaller step would lose them in the difference.
            double step = isDouble ? 1e-5 : 1e-2;
            int[] places = Places(leaf.Count);
            GradientReport worst = new(0, i, [], 0, 0);
            double[] exact = gradients[i].ToArray<double>();
            foreach (int place in places)
            {
                cancellation.ThrowIfCancellationRequested();
                double numeric = (Moved(loss, leaf, place, step) - Moved(loss, leaf, place, -step)) / (2 * step);
                double error = Math.Abs(numeric - exact[place]) / Math.Max(1, Math.Max(Math.Abs(numeric), Math.Abs(exact[place])));
                if (!(error <= worst.Error))
                {
                    worst = new GradientReport(double.IsNaN(error) ? double.PositiveInfinity : error, i, Ops.Positions.Of(place, leaf.Shape), exact[place], numeric);
                }
            }

            found.Add(new CheckedLeaf(name, leaf.Shape, places.Length, worst, isDouble ? 1e-6 : 5e-3));
        }

        return found;
    }

    // The same dropout and noise each time: else the differences would be those of the chance.
    private static Tensor Compute(Func<Tensor> loss)
    {
        using (Rng.Seeded(1))
        using (Gradient.On())
        {
            return loss();
        }
    }

    private static double Moved(Func<Tensor> loss, Tensor leaf, int place, double by)
    {
        double before = Read(leaf, place);
        Write(leaf, place, before + by);
        try
        {
            return Compute(loss).Detach().Item();
        }
        finally
        {
            Write(leaf, place, before);
        }
    }

    private static double Read(Tensor leaf, int place) => leaf.DType == DType.Float64 ? leaf.AsSpan<double>()[place] : leaf.AsSpan<float>()[place];

    private static void Write(Tensor leaf, int place, double value)
    {
        if (leaf.DType == DType.Float64)
        {
            leaf.AsSpan<double>()[place] = value;
        }
        else
        {
            leaf.AsSpan<float>()[place] = (float)value;
        }

        leaf.Storage.Changed();
    }

    // Spread over the tensor, first and last included.
    private static int[] Places(int count) => count <= Most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, Most).Select(i => (int)((long)i * (count - 1) / (Most - 1)))];

    private static Tensor[] Leaves(Tensor value)
    {
        GradientNode root = value.GradientEdge() ?? throw new InvalidOperationException("no gradient flows through this loss: is there a Parameter in it, or a tensor with RequiresGrad = true?");
        HashSet<GradientNode> seen = [root];
        Stack<GradientNode> open = new([root]);
        List<Tensor> leaves = [];
        while (open.TryPop(out GradientNode? node))
        {
            if (node is LeafNode leaf)
            {
                leaves.Add(leaf.Tensor);
            }

            foreach (GradientNode? input in node.Inputs.Reverse())
            {
                if (input is not null && seen.Add(input))
                {
                    open.Push(input);
                }
            }
        }

        return [.. leaves];
    }
}
