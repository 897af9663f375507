using System.Collections.Concurrent;
using System.Reflection;
using ILGPU;
using ILGPU.Runtime;
using NotebookKit.Ilgpu.Works;

namespace NotebookKit.Ilgpu;

/// <summary>Compiles each kind of work once for a card and starts it there.</summary>
internal sealed class Launcher(Accelerator accelerator)
{
    private static readonly MethodInfo EachEntry = typeof(Entry).GetMethod(nameof(Entry.Each))!;
    private static readonly MethodInfo GroupsEntry = typeof(Entry).GetMethod(nameof(Entry.Groups))!;

    private readonly ConcurrentDictionary<Type, Delegate> compiled = new();
    private string? broken;
    private long started;

    private delegate void EachLauncher<TWork>(AcceleratorStream stream, Index1D count, TWork work)
        where TWork : struct;

    private delegate void GroupsLauncher<TWork>(AcceleratorStream stream, KernelConfig config, TWork work)
        where TWork : struct;

    /// <summary>The kinds of work compiled so far.</summary>
    public IReadOnlyCollection<Type> Compiled => [.. compiled.Keys];

    /// <summary>How many times work was started.</summary>
    public long Started => Interlocked.Read(ref started);

    /// <summary>The method that a kind of work begins with on a card, and whether its threads come in groups.</summary>
    public static (MethodInfo Method, bool InGroups) EntryOf(Type work) => work.IsAssignableTo(typeof(IGroupWork))
        ? (GroupsEntry.MakeGenericMethod(work), true)
        : (EachEntry.MakeGenericMethod(work), false);

    /// <summary>Runs work for the numbers 0 to count - 1.</summary>
    public void Each<TWork>(int count, TWork work)
        where TWork : struct, IWork
    {
        if (count == 0)
        {
            return;
        }

        EachLauncher<TWork> launch = (EachLauncher<TWork>)compiled.GetOrAdd(
            typeof(TWork), type => Compile(type, () => accelerator.LoadAutoGroupedKernel(EntryOf(type).Method).CreateLauncherDelegate<EachLauncher<TWork>>()));
        Start();
        launch(accelerator.DefaultStream, count, work);
    }

    /// <summary>Runs work in groups of threads.</summary>
    public void Groups<TWork>(Index3D groups, Index3D threads, TWork work)
        where TWork : struct, IGroupWork
    {
        if (groups.Size == 0)
        {
            return;
        }

        GroupsLauncher<TWork> launch = (GroupsLauncher<TWork>)compiled.GetOrAdd(
            typeof(TWork), type => Compile(type, () => accelerator.LoadKernel(EntryOf(type).Method).CreateLauncherDelegate<GroupsLauncher<TWork>>()));
        Start();
        launch(accelerator.DefaultStream, new KernelConfig(groups, threads), work);
    }

    private void Start()
    {
        accelerator.Bind();
        Interlocked.Increment(ref started);
    }

    // A kernel that does not compile leaves ILGPU's context unfit for others, which then fail with words about something else.
    private Delegate Compile(Type work, Func<Delegate> compile)
    {
        if (broken is not null)
        {
            throw new InvalidOperationException($"The GPU device cannot go on after the kernel {broken} did not compile; open a new one with Gpu.Open().");
        }

        try
        {
            accelerator.Bind();
            return compile();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            broken = Words(work);
            throw new NotSupportedException($"The kernel {broken} does not compile for {accelerator.Name}: {Innermost(error).Message}", error);
        }
    }

    private static Exception Innermost(Exception error) => error.InnerException is { } inner ? Innermost(inner) : error;

    private static string Words(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Words))}>"
        : type.Name;
}
