namespace NotebookKit.Optimizers;

/// <summary>Moves parameters against their gradients.</summary>
/// <remarks>The parameters are those it was given; those without a gradient are left alone.</remarks>
public abstract class Optimizer
{
    private readonly Parameter[] parameters;

    /// <summary>Takes the parameters to move.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    protected Optimizer(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = [.. parameters];
        if (this.parameters.Length == 0)
        {
            throw new ArgumentException("An optimiser needs parameters; does the model hold its layers in fields?", nameof(parameters));
        }
    }

    /// <summary>How far a step goes.</summary>
    public double LearningRate { get; set; }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>Moves each parameter once.</summary>
    public void Step()
    {
        Steps++;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Grad is { } gradient)
            {
                Update(i, parameters[i], gradient);
                parameters[i].Storage.Changed();
            }
        }
    }

    /// <summary>Sets all collected gradients to zero.</summary>
    public void ZeroGrad()
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.ZeroGradient();
        }
    }

    /// <summary>Moves one parameter.</summary>
    /// <param name="index">Its number, for state kept beside it.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient);

    /// <summary>State of a parameter's shape, zeros at first, made when first asked for.</summary>
    private protected static Tensor State(Tensor?[] states, int index, Parameter parameter) =>
        states[index] ??= Tensor.Lasting(parameter.Shape, parameter.DType, parameter.Device);
}
