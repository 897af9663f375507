using ILGPU;

namespace NotebookKit.Ilgpu.Works;

/// <summary>What one thread of a card does: a kernel is a struct that holds its operands and runs for each of many numbers.</summary>
/// <remarks>The same shape as the library's own parts of work for threads of the processor. Fields are views, numbers and structs of these; no bool.</remarks>
internal interface IWork
{
    /// <summary>Runs for one number.</summary>
    void Run(int i);
}

/// <summary>What the threads of a group do together, with memory that they share.</summary>
internal interface IGroupWork
{
    /// <summary>Runs for one thread, which finds its place in <see cref="Group"/> and <see cref="Grid"/>.</summary>
    void Run();
}

/// <summary>Where a card begins.</summary>
internal static class Entry
{
    /// <summary>One thread a number.</summary>
    public static void Each<TWork>(Index1D i, TWork work)
        where TWork : struct, IWork => work.Run(i);

    /// <summary>Groups of threads.</summary>
    public static void Groups<TWork>(TWork work)
        where TWork : struct, IGroupWork => work.Run();
}
