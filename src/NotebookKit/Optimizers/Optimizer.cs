namespace NotebookKit.Optimizers;

/// <summary>Moves parameters against their gradients.</summary>
/// <remarks>The parameters are those it was given; those without a gradient are left alone.</remarks>
[Display.TypeFormatterSource(typeof(Display.OptimizerFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract partial class Optimizer
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

    /// <summary>Its name with its constants, how many steps it took, and what it moves, in a line.</summary>
    public override string ToString() =>
        $"{GetType().Name}({string.Join(", ", Constants.Select(constant => $"{constant.Name} {constant.Value}"))}), {Steps:N0} steps on {parameters.Length} parameters of {parameters.Sum(p => (long)p.Count):N0} numbers";

    /// <summary>The constants of the method with their names: every public number or switch of the class.</summary>
    internal IEnumerable<(string Name, string Value)> Constants => GetType().GetProperties()
        .Where(property => property.Name != nameof(Steps) && property.GetIndexParameters().Length == 0
            && (property.PropertyType == typeof(double) || property.PropertyType == typeof(bool) || property.PropertyType == typeof(int) || property.PropertyType.IsEnum))
        .OrderBy(property => property.DeclaringType == typeof(Optimizer) ? 0 : 1)
        .Select(property => (property.Name, $"{property.GetValue(this)}"));

    /// <summary>Moves one parameter.</summary>
    /// <param name="index">Its number, for state kept beside it.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient);

    /// <summary>State of a parameter's shape, zeros at first, made when first asked for.</summary>
    private protected static Tensor State(Tensor?[] states, int index, Parameter parameter) =>
        states[index] ??= Tensor.Lasting(parameter.Shape, parameter.DType, parameter.Device);
}
