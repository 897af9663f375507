using NotebookKit.Gradients;
using NotebookKit.Kernels;
using NotebookKit.Memory;

namespace NotebookKit.Optimizers;

/// <summary>Moves parameters against their gradients, a step a batch.</summary>
/// <remarks>
/// The parameters are those it was given, each once; those without a gradient are left alone and have counted no step.
/// Methods that look at a whole function, as Newton's, are a <see cref="Minimizer"/>.
/// </remarks>
[Display.TypeFormatterSource(typeof(Display.OptimizerFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public abstract partial class Optimizer
{
    private readonly Parameter[] parameters;
    private readonly double[] rateFactors;
    private readonly double[] decayFactors;
    private readonly int[] taken;
    private readonly Dictionary<string, Tensor?[]> memory = [];

    /// <summary>Takes the parameters to move.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    protected Optimizer(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = [.. parameters.Distinct()];
        if (this.parameters.Length == 0)
        {
            throw new ArgumentException("An optimiser needs parameters; does the model hold its layers in fields?", nameof(parameters));
        }

        rateFactors = [.. this.parameters.Select(_ => 1.0)];
        decayFactors = [.. this.parameters.Select(_ => 1.0)];
        taken = new int[this.parameters.Length];
    }

    /// <summary>How far a step goes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double LearningRate { get; set => field = Setting.NotNegative(this, value); }

    /// <summary>How strongly weights are pulled to 0: the gradient of each weight grows by this times the weight (L2), unless the method says otherwise.</summary>
    /// <remarks>It is the slope of a penalty of decay / 2 times the sum of squares. Lecture S1.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double WeightDecay { get; set => field = Setting.NotNegative(this, value); }

    /// <summary>The longest gradient, over all parameters together, that a step takes; longer ones are shortened to it. 0 for any length.</summary>
    /// <remarks>Pascanu, Mikolov and Bengio 2013. See <see cref="Clip"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double ClipNorm { get; set => field = Setting.NotNegative(this, value); }

    /// <summary>The largest size of a single number of the gradients that a step takes; larger ones are cut to it. 0 for any size.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double ClipValue { get; set => field = Setting.NotNegative(this, value); }

    /// <summary>Whether a step first looks for NaN and infinity in the gradients, and names the parameter that has one. It costs a pass over them.</summary>
    public bool CheckGradients { get; set; }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters => parameters;

    /// <summary>The names of what the method remembers for each weight between steps, in the order of its formula.</summary>
    protected virtual IReadOnlyList<string> Remembered => [];

    /// <summary>Moves each parameter once.</summary>
    /// <exception cref="InvalidOperationException">The gradients are not finite, and <see cref="CheckGradients"/> or <see cref="ClipNorm"/> looks at them. Nothing was moved.</exception>
    public void Step()
    {
        // A weight's numbers change outside the record, whatever the caller records.
        using AmbientState.Restore off = Gradient.Silence();
        if (CheckGradients)
        {
            Clip.CheckFinite(parameters);
        }

        if (ClipValue > 0)
        {
            Clip.ByValue(parameters, ClipValue);
        }

        if (ClipNorm > 0)
        {
            Clip.ByNorm(parameters, ClipNorm);
        }

        Steps++;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Grad is { } gradient)
            {
                taken[i]++;
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

    /// <summary>Gives some parameters a rate, and a decay, of their own, as factors of the common ones: <c>adam.SetFactors(model.Head.Parameters(), rate: 0.1)</c>.</summary>
    /// <remarks>Smaller rates for higher layers, or for those that come trained. Lecture S1, 'Backprop Practicalities'.</remarks>
    /// <param name="some">Parameters of this optimiser.</param>
    /// <param name="rate">Times <see cref="LearningRate"/>; 0 holds them still, but for what they remember.</param>
    /// <param name="decay">Times <see cref="WeightDecay"/>; 0 for biases and normalisation, often.</param>
    /// <exception cref="ArgumentException">A factor is negative or not finite, or a parameter is not this optimiser's; nothing was changed.</exception>
    public void SetFactors(IEnumerable<Parameter> some, double rate = 1, double decay = 1)
    {
        ArgumentNullException.ThrowIfNull(some);
        Setting.NotNegative(this, rate, nameof(rate));
        Setting.NotNegative(this, decay, nameof(decay));
        int[] places = [.. some.Select(parameter => (parameter, Place: Array.IndexOf(parameters, parameter))).Select(found => found.Place >= 0
            ? found.Place
            : throw new ArgumentException($"SetFactors: {found.parameter.Label} is no parameter of this {GetType().Name}; give it to its constructor too.", nameof(some)))];
        foreach (int place in places)
        {
            (rateFactors[place], decayFactors[place]) = (rate, decay);
        }
    }

    /// <summary>Its name with its constants, how many steps it took, and what it moves, in a line.</summary>
    public override string ToString() =>
        $"{GetType().Name}({string.Join(", ", Constants.Select(constant => $"{constant.Name} {constant.Value}"))}), {Steps:N0} steps on {parameters.Length} parameters of {parameters.Sum(p => (long)p.Count):N0} numbers";

    /// <summary>The constants of the method with their names: every public number or switch of the class; of the common ones those that are in use.</summary>
    internal IEnumerable<(string Name, string Value)> Constants => GetType().GetProperties()
        .Where(property => property.Name != nameof(Steps) && property.GetIndexParameters().Length == 0
            && (property.PropertyType == typeof(double) || property.PropertyType == typeof(bool) || property.PropertyType == typeof(int) || property.PropertyType.IsEnum))
        .Select(property => (property.Name, Value: $"{property.GetValue(this)}", IsCommon: property.DeclaringType == typeof(Optimizer)))
        .Where(constant => !constant.IsCommon || constant.Name is nameof(LearningRate) or nameof(WeightDecay) || constant.Value is not ("0" or "False"))
        .OrderBy(constant => constant.IsCommon ? 0 : 1)
        .Select(constant => (constant.Name, constant.Value));

    /// <summary>Moves one parameter.</summary>
    /// <param name="index">Its number, for <see cref="RateOf"/>, <see cref="DecayOf"/>, <see cref="StepsOf"/> and <see cref="Memory"/>.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its gradient.</param>
    protected abstract void Update(int index, Parameter parameter, Tensor gradient);

    /// <summary>The rate of a parameter: the common one times its factor.</summary>
    protected double RateOf(int index) => LearningRate * rateFactors[index];

    /// <summary>The decay of a parameter: the common one times its factor.</summary>
    protected double DecayOf(int index) => WeightDecay * decayFactors[index];

    /// <summary>How many steps a parameter has taken, the present one with it.</summary>
    protected int StepsOf(int index) => taken[index];

    /// <summary>What is remembered for each number of a parameter, of its shape; zeros at first.</summary>
    /// <param name="name">One of <see cref="Remembered"/>.</param>
    /// <param name="index">The number of the parameter.</param>
    protected Tensor Memory(string name, int index)
    {
        if (!memory.TryGetValue(name, out Tensor?[]? kept))
        {
            memory[name] = kept = new Tensor?[parameters.Length];
        }

        Parameter parameter = parameters[index];
        Tensor own = kept[index] ??= Tensor.Lasting(parameter.Shape, parameter.DType, parameter.Device);
        return kept[index] = own.Device == parameter.Device ? own : own.To(parameter.Device).Keep();
    }

    /// <summary>All that is remembered so far for the numbers of a parameter, in the order of <see cref="Remembered"/>.</summary>
    internal IEnumerable<Tensor> MemoryOf(int index) =>
        Remembered.Select(name => memory.GetValueOrDefault(name)?[index]).OfType<Tensor>();

    /// <summary>Runs a rule over a parameter, in the form for its kind of number.</summary>
    private protected static void Run<TSingle, TDouble>(TSingle single, TDouble twice, Parameter parameter, Tensor gradient, Tensor? first = null, Tensor? second = null, Tensor? third = null)
        where TSingle : struct, IUpdateRule<float>
        where TDouble : struct, IUpdateRule<double>
    {
        if (parameter.DType == DType.Float32)
        {
            parameter.Device.Update<TSingle, float>(single, parameter, gradient, first, second, third);
        }
        else
        {
            parameter.Device.Update<TDouble, double>(twice, parameter, gradient, first, second, third);
        }
    }
}
