/* SPDX-License-Identifier: Apache-2.0 */
/* A bounded queue and its threads; see password_pool.h. */
#include "password_pool.h"

#include <pthread.h>
#include <stdlib.h>

#define THREADS_MAX 64
#define WAITING_PER_THREAD 2

struct password_pool {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct password_job *first, **last;
    unsigned num_waiting, num_threads;
    bool closing;
    pthread_t threads[THREADS_MAX];
};

static struct password_job *
take_job(struct password_pool *pool)
{
    struct password_job *job;

    pthread_mutex_lock(&pool->mutex);
    while (pool->first == NULL && !pool->closing)
        pthread_cond_wait(&pool->changed, &pool->mutex);
    job = pool->first;
    if (job != NULL) {
        pool->first = job->next;
        if (pool->first == NULL)
            pool->last = &pool->first;
        pool->num_waiting--;
    }
    pthread_mutex_unlock(&pool->mutex);
    return job;
}

static void
work(struct password_job *job)
{
    job->new_hash[0] = '\0';
    if (!job->verify) {
        job->succeeded = password_hash(job->password, job->new_hash);
        return;
    }
    job->succeeded = password_verify(job->password, job->hash);
    if (job->succeeded && job->make_new && password_is_outdated(job->hash) &&
        !password_hash(job->password, job->new_hash))
        job->new_hash[0] = '\0'; /* at the next sign-in, then */
}

static void *
work_forever(void *context)
{
    struct password_pool *pool = context;
    struct password_job *job;

    while ((job = take_job(pool)) != NULL) {
        work(job);
        job->done(job);
    }
    return NULL;
}

struct password_pool *
password_pool_new(unsigned num_threads)
{
    struct password_pool *pool = calloc(1, sizeof(*pool));

    if (pool == NULL)
        return NULL;
    pool->last = &pool->first;
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->changed, NULL);
    if (num_threads > THREADS_MAX)
        num_threads = THREADS_MAX;
    while (pool->num_threads < num_threads &&
           pthread_create(&pool->threads[pool->num_threads], NULL,
               work_forever, pool) == 0)
        pool->num_threads++;
    if (pool->num_threads > 0)
        return pool;
    password_pool_free(pool);
    return NULL;
}

void
password_pool_free(struct password_pool *pool)
{
    unsigned i;

    if (pool == NULL)
        return;
    pthread_mutex_lock(&pool->mutex);
    pool->closing = true;
    pthread_cond_broadcast(&pool->changed);
    pthread_mutex_unlock(&pool->mutex);
    for (i = 0; i < pool->num_threads; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->changed);
    pthread_mutex_destroy(&pool->mutex);
    free(pool);
}

bool
password_pool_add(struct password_pool *pool, struct password_job *job)
{
    bool accepted;

    job->next = NULL;
    pthread_mutex_lock(&pool->mutex);
    accepted = !pool->closing &&
               pool->num_waiting < WAITING_PER_THREAD * pool->num_threads;
    if (accepted) {
        *pool->last = job;
        pool->last = &job->next;
        pool->num_waiting++;
        pthread_cond_signal(&pool->changed);
    }
    pthread_mutex_unlock(&pool->mutex);
    return accepted;
}
