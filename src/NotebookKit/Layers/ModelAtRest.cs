namespace NotebookKit.Layers;

/// <summary>A model that is only looked through: in use, and if wanted without gradients of its own, until this is disposed; then every layer and parameter is as it was.</summary>
/// <remarks>Who asks a model about a picture, or changes the picture by gradients, needs none for the weights: they would be a third of the work, and thrown away.</remarks>
internal sealed class ModelAtRest : IDisposable
{
    private readonly List<(Module Module, bool Training)> modes = [];
    private readonly (Parameter Parameter, Tensor? Grad)[] learning = [];

    /// <summary>Sets the model at rest.</summary>
    /// <param name="model">The model.</param>
    /// <param name="freeze">Whether its parameters collect no gradients meanwhile.</param>
    public ModelAtRest(Module model, bool freeze = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        Note(model);
        model.IsTraining = false;
        if (freeze)
        {
            // A frozen parameter lets its gradient go, so what was collected is kept here.
            learning = [.. model.Parameters().Where(parameter => parameter.RequiresGrad).Select(parameter => (parameter, parameter.Grad))];
            model.Freeze();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((Parameter parameter, Tensor? grad) in learning)
        {
            parameter.RequiresGrad = true;
            parameter.Grad = grad;
        }

        // From the outside in: setting a module sets all inside it, and what is inside comes after it.
        foreach ((Module module, bool training) in modes)
        {
            module.IsTraining = training;
        }
    }

    // A layer may be in another mode than the model around it.
    private void Note(Module module)
    {
        modes.Add((module, module.IsTraining));
        foreach ((_, Module child) in module.Children())
        {
            Note(child);
        }
    }
}
