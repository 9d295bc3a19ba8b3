import { from, Observable, type ObservableInput, Subscription } from "rxjs";

/**
 * Like rxjs `using` for a resource that takes time to open: it is closed when the observable made of it ends or is
 * unsubscribed from, also when it opens only after that.
 *
 * @param open is told whether it is abandoned, so that it need not go on.
 * @example withResource(() => broker.writer(id), (writer) => writer.close(), (writer) => work(writer))
 */
export function withResource<R, T>(
  open: (abandoned: () => boolean) => Promise<R>,
  close: (resource: R) => void,
  use: (resource: R) => ObservableInput<T>,
): Observable<T> {
  return new Observable((subscriber) => {
    const work = new Subscription();
    const begin = (resource: R): void => {
      work.add(() => close(resource));
      if (!work.closed) work.add(from(use(resource)).subscribe(subscriber));
    };
    open(() => work.closed).then(begin, (error) => subscriber.error(error));
    return work;
  });
}
