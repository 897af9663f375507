using NotebookKit.Layers;

namespace NotebookKit.Optimizers;

/// <summary>The parameters of a model as one vector of Float64, and back.</summary>
internal sealed class FlatParameters
{
    private readonly Module model;
    private readonly Parameter[] parameters;

    /// <summary>Takes a model.</summary>
    /// <exception cref="ArgumentException">It has no parameters.</exception>
    public FlatParameters(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        parameters = [.. model.Parameters().Distinct()];
        if (parameters.Length == 0)
        {
            throw new ArgumentException($"Objective.Of: {model.GetType().Name} has no parameters.", nameof(model));
        }
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> All => parameters;

    /// <summary>All numbers in order.</summary>
    public Tensor Read() => Tensor.Concat([.. parameters.Select(parameter => parameter.Detach().Reshape(parameter.Count).To(DType.Float64))]);

    /// <summary>Sets all numbers.</summary>
    public void Write(Tensor x)
    {
        int count = parameters.Sum(parameter => parameter.Count);
        if (x.Count != count)
        {
            throw new ArgumentException($"Objective: {model.GetType().Name} has {count:N0} numbers to learn, and the point has {x.Count:N0}.", nameof(x));
        }

        int at = 0;
        foreach (Parameter parameter in parameters)
        {
            parameter.Set(x[at..(at + parameter.Count)].Reshape(parameter.Shape.Span));
            at += parameter.Count;
        }
    }
}
