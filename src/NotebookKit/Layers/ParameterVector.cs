using NotebookKit.Gradients;

namespace NotebookKit.Layers;

/// <summary>All parameters of a model as one vector w of W numbers in double precision, and derivatives for the whole of it.</summary>
/// <remarks>For methods that need the matrix of second derivatives or of all outputs' gradients: pruning, error bars, Newton's method. The matrices have W columns, so the models are small.</remarks>
[Display.TypeFormatterSource(typeof(Display.TextFormatterSource), PreferredMimeTypes = ["text/plain"])]
public sealed class ParameterVector
{
    private readonly (string Name, Parameter Parameter)[] parts;

    /// <summary>Lines up the parameters of a model, in the order of <see cref="Module.NamedParameters"/>.</summary>
    /// <exception cref="ArgumentException">The model has none.</exception>
    public ParameterVector(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        parts = [.. model.NamedParameters()];
        Count = parts.Sum(part => part.Parameter.Count);
        if (Count == 0)
        {
            throw new ArgumentException($"ParameterVector: {model} has no parameters; does it hold its layers in fields?", nameof(model));
        }
    }

    /// <summary>W.</summary>
    public int Count { get; }

    /// <summary>The numbers as they are now, [W] of Float64.</summary>
    public Tensor Values()
    {
        using IDisposable off = Gradient.Off();
        return Joined([.. parts.Select(part => (Tensor)part.Parameter)]);
    }

    /// <summary>Writes all parameters.</summary>
    /// <param name="values">[W] floats.</param>
    /// <exception cref="ArgumentException">The length differs.</exception>
    public void Set(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank != 1 || values.Count != Count)
        {
            throw new ArgumentException($"ParameterVector: takes [{Count}] numbers, and got {values.Shape}.", nameof(values));
        }

        int start = 0;
        foreach ((_, Parameter parameter) in parts)
        {
            parameter.Set(values.Detach()[start..(start + parameter.Count)].Reshape(parameter.Shape.Span));
            start += parameter.Count;
        }
    }

    /// <summary>A number's parameter and place, such as <c>hidden.weight[2, 1]</c>.</summary>
    public string NameOf(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        foreach ((string name, Parameter parameter) in parts)
        {
            if (place < parameter.Count)
            {
                return $"{name}[{string.Join(", ", Ops.Positions.Of(place, parameter.Shape))}]";
            }

            place -= parameter.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(place), place, $"ParameterVector: there are {Count} numbers.");
    }

    /// <summary>Where each parameter begins, with its name.</summary>
    public IEnumerable<(string Name, Parameter Parameter, int Start)> Parts()
    {
        int start = 0;
        foreach ((string name, Parameter parameter) in parts)
        {
            yield return (name, parameter, start);
            start += parameter.Count;
        }
    }

    /// <summary>dE/dw, [W].</summary>
    /// <param name="loss">E, a single number that was computed from the parameters.</param>
    public Tensor GradientOf(Tensor loss) => Joined(Gradient.Of(loss, Leaves));

    /// <summary>Q = d^2 E / dw dw, [W, W], exact: a way back for each parameter's number through the gradient's own history.</summary>
    /// <param name="loss">E, a single number that was computed from the parameters.</param>
    public Tensor HessianOf(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        using IDisposable on = Gradient.On();
        Tensor slope = Tensor.Concat([.. Gradient.Of(loss, Leaves, createGraph: true).Select(part => part.Reshape(-1))]);
        Tensor matrix = Rows(slope);
        return (matrix + matrix.Transpose()) / 2;
    }

    /// <summary>J_ij = d z_i / d w_j, [numbers of z, W]: the gradient of every output, a way back each.</summary>
    /// <param name="outputs">z, of any shape, computed from the parameters.</param>
    public Tensor JacobianOf(Tensor outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return Rows(outputs.Reshape(-1));
    }

    /// <summary>How many numbers in how many parameters.</summary>
    public override string ToString() => $"{Count:N0} numbers of {parts.Length} parameters in a row";

    private Tensor[] Leaves => [.. parts.Select(part => (Tensor)part.Parameter)];

    private Tensor Rows(Tensor y)
    {
        double[] matrix = new double[checked(y.Count * Count)];
        Tensor[] leaves = Leaves;
        for (int i = 0; i < y.Count && y.RequiresGrad; i++)
        {
            double[] pick = new double[y.Count];
            pick[i] = 1;
            int start = i * Count;
            foreach (Tensor part in Gradient.Of(y, leaves, start: Tensor.From(pick).To(y.DType), retainGraph: true))
            {
                part.ToArray<double>().CopyTo(matrix, start);
                start += part.Count;
            }
        }

        return Tensor.Wrap(matrix, new Shape(y.Count, Count));
    }

    private static Tensor Joined(IReadOnlyList<Tensor> tensors) =>
        Tensor.Concat([.. tensors.Select(tensor => tensor.Detach().To(DType.Float64).Reshape(-1))]);
}
